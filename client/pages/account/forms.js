/** What the forms of the account page are made of. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { notice } from "../../shared/components.js";
import { fieldsOf } from "../../shared/staff_login.js";

/** @typedef {import("./view.js").Scene} Scene */

/** The trouble of this part of the page. @param {Scene} scene @param {string} part */
export const troubleOf = ({ state, say }, part) =>
  state.trouble && state.at === part ? notice({ tone: "danger", title: say("not_done"), text: say.error(state.trouble) }) : nothing;

/** @param {{name: string, label: string, kind?: string, complete?: string}} parts */
export const field = ({ name, label, kind = "password", complete = "off" }) =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} type=${kind} autocomplete=${complete} autocapitalize="none" spellcheck="false" required />
  </div>`;

/** A form whose fields are emptied once they are sent. @param {{send: (fields: Record<string, string>) => Promise<void>, parts: unknown}} form */
export const emptied = ({ send, parts }) =>
  html`<form
    class="fields"
    @submit=${async (/** @type {SubmitEvent} */ event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      await send(fieldsOf(event));
      form.reset();
    }}
  >
    ${parts}
  </form>`;

/** @param {string} label @param {boolean} isBusy */
export const submit = (label, isBusy) => html`<button class="primary" aria-busy=${isBusy ? "true" : "false"} ?disabled=${isBusy}>${label}</button>`;
