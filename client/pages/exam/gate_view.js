/** Everything before the questions: pairing the seat, logging in and the face check; the waiting room is in waiting_view.js. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, inSight, notice, personCard, troubleNotice } from "../../shared/components.js";
import { mayCall } from "./state.js";
import { cameraNotice, clockWords, ownView, watchDot } from "./signs_view.js";
import { waiting } from "./waiting_view.js";

/** @typedef {import("./view.js").Scene} Scene */

/** @param {SubmitEvent} event @returns {Record<string, string>} */
const fieldsOf = (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  return /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
};

/** @param {Scene} scene */
const loading = ({ say, state }) =>
  html`<div class="gate card stack" aria-busy="true">
    <p>${state.trouble ? say("server_not_found") : say("loading")}</p>
    <div class="skeleton"></div>
    <div class="skeleton"></div>
  </div>`;

/** @param {Scene} scene */
const unpaired = (scene) => {
  const { say, act, state } = scene;
  return html`<div class="gate card stack">
    <h2>${say("pair_title")}</h2>
    <p>${say("pair_text")}</p>
    <form class="stack" @submit=${(/** @type {SubmitEvent} */ event) => act.pair(fieldsOf(event)["code"] ?? "")}>
      <div class="field">
        <label for="code">${say("pair_code")}</label>
        <input id="code" name="code" class="digits" autocomplete="off" autocapitalize="characters" required autofocus />
      </div>
      ${troubleNotice(scene)}
      <button class="primary" aria-busy=${state.busy === "pair" ? "true" : "false"} ?disabled=${state.busy !== null}>${say("pair_do")}</button>
    </form>
  </div>`;
};

/** @param {Scene} scene */
const login = (scene) => {
  const { say, act, state } = scene;
  return html`<div class="gate card stack">
    <div class="row spread">
      <h2>${say("login_title")}</h2>
      ${state.seat ? html`<strong class="seat large">${say("seat", { ...state.seat })}</strong>` : nothing}
    </div>
    <form class="stack" @submit=${(/** @type {SubmitEvent} */ event) => act.logIn(fieldsOf(event))}>
      <div class="field">
        <label for="number">${say("number")}</label>
        <input id="number" name="number" class="digits" inputmode="numeric" autocomplete="off" required autofocus />
      </div>
      <div class="field">
        <label for="pin">${say("pin")}</label>
        <input id="pin" name="pin" class="digits" type="password" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="off" required
          title=${say("pin_help")} aria-describedby="pin-help" />
        <span id="pin-help" class="muted small">${say("pin_help")}</span>
      </div>
      ${troubleNotice(scene)}
      <button class="primary" aria-busy=${state.busy === "login" ? "true" : "false"} ?disabled=${state.busy !== null}>${say("login_do")}</button>
    </form>
    <p><a href="/kamera">${say("camera_check")}</a></p>
  </div>`;
};

const PRIVACY = ["controller", "what", "why", "basis", "kept", "decides", "ask"];

/** @param {Scene} scene */
const privacy = ({ say, state }) => {
  const facts = { ...state.server?.kept_days, controller: state.server?.controller || say("privacy_controller_unnamed") };
  return html`<h3>${say("privacy_title")}</h3>
    <dl>${PRIVACY.map((part) => html`<div><dt>${say(`privacy_${part}`)}</dt><dd>${say(`privacy_${part}_text`, facts)}</dd></div>`)}</dl>`;
};

/** The hints of a face check in words; also used on the return from a break. @param {Scene} scene */
export const checkHints = ({ state, say }) => {
  if (!state.check || state.check.verdict === "match") return nothing;
  if (state.check.verdict === "not_live") {
    const faults = [...new Set(state.check.hints.map((fault) => say(`move_fault_${fault}`)))].join(" ");
    return notice({ tone: "warning", title: say("move_failed"), text: `${faults} ${say("move_again")}` });
  }
  const hints = state.check.hints.map((hint) => (say.has(`hint_${hint}`) ? say(`hint_${hint}`) : say("hint_unsure")));
  const told = [...new Set(hints)].join(" ") || say("hint_unsure");
  return notice({ tone: "warning", title: say("check_again"), text: `${told} ${say("check_again_help")}` });
};

/** In large letters, before and while it is filmed. @param {Scene} scene */
const movement = ({ state, say }) => {
  if (!state.movement) return nothing;
  const { prompt, number, of } = state.movement;
  return html`<p class="prompt" role="status" ${inSight()}>
    <span class="small muted">${say("move_step", { number, of })}</span><strong>${say(`move_${prompt}`)}</strong>
  </p>`;
};

/**
 * Looks at the face; also used on the return from a break. Whoever cannot move calls the proctor.
 * @param {Scene} scene @param {string} word @param {() => void} press @param {boolean=} isBack
 */
export const checkButton = (scene, word, press, isBack = false) => {
  const { state, say, act } = scene;
  const busy = state.busy === "check";
  const moves = Boolean(state.server?.movements);
  return html`${movement(scene)} ${moves && !busy && !state.check && state.camera === "ok" ? html`<p class="small">${say("move_comes")}</p>` : nothing}
    ${state.movement ? nothing : button({ label: say(busy ? "checking" : word), press, kind: "primary", busy, off: state.camera !== "ok" })}
    ${moves && !busy ? button({ label: say("cannot_move"), press: () => act.cannotMove(isBack), kind: "quiet", off: state.camera !== "ok" }) : nothing}
    ${busy ? nothing : calling(scene)}`;
};

/** Needs neither a camera nor a picture. @param {Scene} scene */
const calling = ({ state, say, act }) => {
  if (!mayCall(state)) return nothing;
  const told = state.called ? html`<div ${inSight()}>${notice({ tone: "ok", title: say("called_title"), text: say("called_text") })}</div>` : nothing;
  const label = say(state.called ? "call_again" : "call_do");
  return html`${told} ${button({ label, press: act.callProctor, busy: state.busy === "call", off: state.busy !== null })}`;
};

/** @param {Scene} scene */
const confirm = (scene) => {
  const { say, act, state } = scene;
  const person = state.server?.person;
  // The notice stands where it is read before the button that says so.
  return html`<div class="confirm with-notice">
    <div class="stack">
      <section class="card stack">
        <div class="row spread"><h2>${say("confirm_title")}</h2>${button({ label: say("not_me"), press: act.logOut, off: state.busy !== null })}</div>
        ${person ? personCard({ ...person, big: true }) : nothing}
        <p>${say("confirm_text")}</p>
      </section>
      <section class="card privacy">${privacy(scene)}</section>
    </div>
    <section class="card stack">
      <h2>${say("face_check_title")}</h2>
      ${ownView(scene)}
      <p>${watchDot(scene)}</p>
      ${cameraNotice(scene)} ${checkHints(scene)} ${troubleNotice(scene)}
      ${checkButton(scene, "confirm_do", act.confirm)}
      ${state.movement ? nothing : html`<p class="muted small">${say("confirm_agree")}</p>`}
    </section>
  </div>`;
};

/** @param {Scene} scene */
const refused = (scene) => {
  const { say, state } = scene;
  const why = state.server?.waiting_for_proctor ? "refused" : "officer";
  return html`<div class="gate card stack">
    <h2>${say("refused_title")}</h2>
    <p class="large">${say(`${why}_text`)}</p>
    <p>${say(`${why}_do`)}</p>
    ${clockWords(scene)}
    ${ownView(scene)} ${cameraNotice(scene)}
  </div>`;
};

const SCREENS = /** @type {Record<string, (scene: Scene) => unknown>} */ ({ loading, unpaired, login, confirm, refused, waiting });

/** @param {Scene} scene @param {string} screen */
export const gateView = (scene, screen) => (SCREENS[screen] ?? loading)(scene);
