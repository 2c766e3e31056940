/** The whole desk page: the slot and its closing time on top, below it finding, comparing or the slip. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, dot, notice, troubleNotice } from "../../shared/components.js";
import { fieldsOf, staffLogin } from "../../shared/staff_login.js";
import { duration, hourInWords, whenInWords } from "../../shared/time.js";
import { personView } from "./person_view.js";
import { pinView } from "./pin_view.js";
import { closesIn, screenOf, slotOf } from "./state.js";

/** @typedef {import("./types.js").DeskState} DeskState */
/** @typedef {{state: DeskState, say: import("../../shared/words.js").Say, act: import("./actions.js").Acts, now: number, stream: MediaStream|null}} Scene */

const SOON_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000; // a count-down of days counts nothing

/** @param {import("./types.js").Slot} slot @param {Scene} scene */
const slotWords = (slot, { say, now }) => say("slot", { number: slot.number, hour: whenInWords(slot.starts_at, slot.zone, now) });

/** An hour of another day without its day would be read as one of today. @param {import("./types.js").Slot} slot @param {Scene} scene */
export const closingWords = (slot, { say, now }) =>
  closesIn(slot, now)
    ? say("closes_at", { hour: whenInWords(slot.pin_closes_at, slot.zone, now) })
    : say("closed_at", { hour: hourInWords(slot.pin_closes_at, slot.zone) });

/** @param {Scene} scene */
const closing = (scene) => {
  const { state, now } = scene;
  const slot = slotOf(state);
  if (!slot) return nothing;
  const left = closesIn(slot, now);
  return html`<div class="closing ${left < SOON_MS ? "short" : ""}">
    <span class="small">${closingWords(slot, scene)}</span>
    ${left && left < DAY_MS ? html`<time role="timer" aria-live="off">${duration(left)}</time>` : nothing}
  </div>`;
};

/** @param {Scene} scene */
const header = (scene) => {
  const { state, say, act } = scene;
  if (!state.staff) return nothing;
  const slot = slotOf(state);
  const several = (state.slots?.length ?? 0) > 1;
  return html`<header class="top not-on-paper">
    <div class="where">
      <strong>${say("title")}</strong>
      ${slot ? html`<span class="muted small">${slot.exam} · ${slot.site} · ${slotWords(slot, scene)}</span>` : nothing}
    </div>
    ${slot ? html`<span class="number small">${say("counts", { checked_in: slot.checked_in, expected: slot.expected })}</span>` : nothing}
    ${closing(scene)}
    <div class="row who">
      ${several && slot ? button({ label: say("other_slot"), press: () => act.chooseSlot(null), kind: "quiet", off: state.busy !== null }) : nothing}
      <span class="muted small">${state.staff.name}</span>
      <a class="button quiet" href="/akun">${say("my_account")}</a>
      ${button({ label: say("log_out"), press: act.logOut, kind: "quiet", off: state.busy !== null })}
    </div>
  </header>`;
};

/** @param {Scene} scene */
const loading = (scene) =>
  html`<main class="narrow card stack" aria-busy=${scene.state.trouble ? "false" : "true"}>
    <p>${scene.say("loading")}</p>
    <div class="skeleton"></div>
    ${troubleNotice(scene)} ${scene.state.trouble ? button({ label: scene.say("try_again"), press: scene.act.begin, kind: "primary" }) : nothing}
  </main>`;

/** @param {Scene} scene */
const login = ({ state, say, act }) =>
  staffLogin({ say, title: say("title"), busy: state.busy === "login", trouble: state.trouble, needsCode: state.needsCode, logIn: act.logIn });

/** @param {Scene} scene */
const noSlots = ({ say }) =>
  html`<main class="narrow card empty"><strong>${say("no_slots")}</strong><span>${say("no_slots_help")}</span></main>`;

/** @param {Scene} scene */
const slotChoice = (scene) => {
  const { state, say, act } = scene;
  return html`<main class="narrow card stack">
    <h1>${say("choose_slot")}</h1>
    <ul class="choices">
      ${(state.slots ?? []).map((slot, index) => html`<li>
        <button type="button" class="choice" ?autofocus=${index === 0} @click=${() => act.chooseSlot(slot.id)}>
          <strong>${slotWords(slot, scene)}</strong>
          <span class="muted small">${slot.exam} · ${slot.site}</span>
          <span class="muted small">${say("counts", { checked_in: slot.checked_in, expected: slot.expected })} ·
            ${closingWords(slot, scene)}</span>
        </button>
      </li>`)}
    </ul>
  </main>`;
};

/** @param {Scene} scene */
const foundList = ({ state, say, act }) => {
  if (!state.found) return html`<p class="muted">${say("find_help")}</p>`;
  if (!state.found.length) return notice({ tone: "warning", title: say("nobody_found", { asked: state.asked }), text: say("nobody_found_help") });
  return html`<ul class="choices" aria-label=${say("found")}>
    ${state.found.map((one) => html`<li>
      <button type="button" class="choice" @click=${() => act.open(one.id)}>
        <strong>${one.name}</strong>
        <span class="row spread"><span class="number">${one.number}</span>${dot(one.status === "expected" ? "off" : "ok", say(`status_${one.status}`))}</span>
      </button>
    </li>`)}
  </ul>`;
};

/** @param {Scene} scene */
const find = (scene) => {
  const { state, say, act } = scene;
  return html`<main class="narrow stack">
    <section class="card stack">
      <h1>${say("find_title")}</h1>
      <form class="search" role="search" @submit=${(/** @type {SubmitEvent} */ event) => act.find(fieldsOf(event)["q"] ?? "")}>
        <div class="field">
          <label for="q">${say("find_label")}</label>
          <input id="q" name="q" class="digits" .value=${state.asked} minlength="3" autocomplete="off" spellcheck="false" required autofocus />
        </div>
        <button class="primary" aria-busy=${state.busy === "find" ? "true" : "false"} ?disabled=${state.busy !== null}>${say("find_do")}</button>
      </form>
      ${troubleNotice(scene)} ${foundList(scene)}
      ${state.liveness_mode === "require" ? html`<p class="small muted">${say("moves_required")}</p>` : nothing}
    </section>
  </main>`;
};

const SCREENS = { loading, login, no_slots: noSlots, slots: slotChoice, find, person: personView, pin: pinView };

/** @param {Scene} scene */
export const view = (scene) => html`${header(scene)} ${SCREENS[screenOf(scene.state)](scene)}`;
