/** The staff's log-in, the same on every page of theirs. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { ref } from "/packages/lit-html/directives/ref.js";
import { notice } from "./components.js";

/** @param {Element|undefined} element */
const focused = (element) => queueMicrotask(() => element instanceof HTMLElement && element.focus());

/** @param {SubmitEvent} event @returns {Record<string, string>} */
export const fieldsOf = (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  return /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
};

/**
 * Nobody logged in yet is no trouble to be told of.
 * @param {object} parts
 * @param {import("./words.js").Say} parts.say
 * @param {string} parts.title
 * @param {boolean} parts.busy
 * @param {unknown} parts.trouble
 * @param {boolean} parts.needsCode
 * @param {(fields: Record<string, string>) => void} parts.logIn
 */
export const staffLogin = ({ say, title, busy, trouble, needsCode, logIn }) => {
  const code = /** @type {{code?: string}|null} */ (trouble)?.code;
  const told = trouble && code !== "not_logged_in" && code !== "code_needed";
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
      ${needsCode
        ? html`<div class="field">
            <label for="code">${say("code")}</label>
            <input id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" ${ref(focused)} />
          </div>`
        : nothing}
      ${code === "code_needed" ? html`<p role="status">${say.error(trouble)}</p>` : nothing}
      ${told ? notice({ tone: "danger", title: say("not_done"), text: say.error(trouble) }) : nothing}
      <button class="primary" aria-busy=${busy ? "true" : "false"} ?disabled=${busy}>${say("staff_login_do")}</button>
    </form>
  </main>`;
};
