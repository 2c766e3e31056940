/** The account page: what must be done first, the password, the second factor, where one is logged in. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, notice } from "../../shared/components.js";
import { staffLogin } from "../../shared/staff_login.js";
import { factorView } from "./factor_view.js";
import { emptied, field, submit, troubleOf } from "./forms.js";

/** @typedef {import("./state.js").AccountState} AccountState */
/** @typedef {import("./state.js").Account} Account */
/** @typedef {{state: AccountState, say: import("../../shared/words.js").Say, act: import("./actions.js").Acts}} Scene */

const WHEN = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

/** @param {string} iso */
const moment = (iso) => WHEN.format(new Date(iso));

/** @param {Scene} scene @param {Account} account */
const password = (scene, account) => {
  const { state, say, act } = scene;
  return html`<section class="card stack" aria-labelledby="password-title">
    <h2 id="password-title">${say("password_title")}</h2>
    <p class="muted">${say("password_help", { least: account.least })}</p>
    ${emptied({
      send: act.changePassword,
      parts: html`${field({ name: "old", label: say("password_old"), complete: "current-password" })}
      ${field({ name: "chosen", label: say("password_new"), complete: "new-password" })}
      ${field({ name: "again", label: say("password_again"), complete: "new-password" })} ${troubleOf(scene, "password")}
      ${submit(say("password_do"), state.busy !== null)}`,
    })}
  </section>`;
};

/** @param {Scene} scene @param {Account} account */
const sessions = (scene, account) => {
  const { state, say, act } = scene;
  return html`<section class="card stack" aria-labelledby="sessions-title">
    <h2 id="sessions-title">${say("sessions_title")}</h2>
    <p class="muted">${say("sessions_help")}</p>
    <ul class="sessions">
      ${account.sessions.map((one) => html`<li>
        <div>
          <strong>${one.browser}${one.is_this ? ` · ${say("session_this")}` : ""}</strong>
          <span class="muted small">${say("session_line", { began: moment(one.began), seen: moment(one.seen_at), address: one.address })}</span>
        </div>
        ${one.is_this ? nothing : button({ label: say("session_end"), press: () => act.endSession(one.id), off: state.busy !== null })}
      </li>`)}
    </ul>
    ${troubleOf(scene, "sessions")}
    ${account.sessions.length > 1
      ? html`<div class="row">${button({ label: say("sessions_end"), press: act.endOthers, off: state.busy !== null })}</div>`
      : nothing}
  </section>`;
};

/** @param {Scene} scene @param {Account} account */
const whole = (scene, account) => {
  const { state, say, act } = scene;
  const first = account.todo ? notice({ tone: "warning", title: say("todo_title"), text: say(`todo_${account.todo}`) }) : nothing;
  return html`<header class="top">
      <div class="where"><h1>${say("account_title")}</h1><span class="muted small">${account.name} · ${account.account}</span></div>
      <nav class="row" aria-label=${say("back")}>
        ${account.todo
          ? nothing
          : html`<a class="button quiet" href="/meja">${say("to_desk")}</a>
              <a class="button quiet" href="/pantau">${say("to_monitor")}</a>`}
        ${button({ label: say("log_out"), press: act.logOut, kind: "quiet", off: state.busy !== null })}
      </nav>
    </header>
    <main class="account stack">
      ${first} ${state.done ? notice({ tone: "ok", title: say(state.done) }) : nothing}
      ${account.todo === "factor" ? nothing : password(scene, account)} ${account.todo === "password" ? nothing : factorView(scene, account)}
      ${account.todo ? nothing : sessions(scene, account)}
    </main>`;
};

/** @param {Scene} scene */
export const view = (scene) => {
  const { state, say, act } = scene;
  if (state.account) return whole(scene, state.account);
  if (state.account === null)
    return staffLogin({
      say,
      title: say("account_title"),
      busy: state.busy === "login",
      trouble: state.trouble,
      needsCode: state.needsCode,
      logIn: act.logIn,
    });
  return html`<main class="account stack">
    ${state.trouble ? html`${troubleOf(scene, "begin")} ${button({ label: say("reload"), press: act.begin })}` : html`<p>${say("loading")}</p>`}
  </main>`;
};
