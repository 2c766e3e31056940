/** The staff's log-in, the same on every page of theirs. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { notice } from "./pieces.js";

/** @param {SubmitEvent} event @returns {Record<string, string>} */
export const fieldsOf = (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  return /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
};

/**
 * Nobody logged in yet is no trouble to be told of.
 * @param {{say: import("./words.js").Say, title: string, busy: boolean, trouble: unknown, logIn: (fields: Record<string, string>) => void}} parts
 */
export const staffLogin = ({ say, title, busy, trouble, logIn }) => {
  const told = trouble && /** @type {{code?: string}} */ (trouble).code !== "not_logged_in";
  return html`<main class="staff-login card stack">
    <h1>${title}</h1>
    <form class="stack" @submit=${(/** @type {SubmitEvent} */ event) => logIn(fieldsOf(event))}>
      <div class="field">
        <label for="account">${say("account")}</label>
        <input id="account" name="account" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus />
      </div>
      <div class="field">
        <label for="password">${say("password")}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
      </div>
      ${told ? notice({ tone: "danger", title: say("not_done"), text: say.error(trouble) }) : nothing}
      <button class="primary" aria-busy=${busy ? "true" : "false"} ?disabled=${busy}>${say("staff_login_do")}</button>
    </form>
  </main>`;
};
