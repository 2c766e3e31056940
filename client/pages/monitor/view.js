/** The whole monitor: which room, how the slot stands, the rail of incidents, the seats, and what was opened. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, notice, troubleNotice } from "../../shared/components.js";
import { staffLogin } from "../../shared/staff_login.js";
import { whenInWords } from "../../shared/time.js";
import { dialogView } from "./dialog_view.js";
import { incidentView } from "./incident_view.js";
import { listView } from "./list_view.js";
import { mapView } from "./map_view.js";
import { closeMenu } from "./menu.js";
import { chips } from "./tile_status.js";
import { doableToMany } from "./permitted_acts.js";
import { panelView } from "./panel_view.js";
import { railView } from "./rail_view.js";
import { reviewView } from "./review_view.js";
import { seatsView } from "./seats_view.js";
import { slotBar } from "./slot_view.js";
import { tileOf } from "./state.js";

/** @typedef {import("./types.js").MonitorState} MonitorState */
/** @typedef {{state: MonitorState, say: import("../../shared/words.js").Say, act: import("./actions.js").Acts, now: number}} Scene */

/** @param {Scene} scene */
const header = (scene) => {
  const { state, say, act } = scene;
  const { room, slots } = state;
  const several = (slots ?? []).flatMap((slot) => slot.rooms).length > 1;
  const mine = [
    state.at && several ? button({ label: say("other_room"), press: () => act.choose(null) }) : nothing,
    state.staff?.may.includes("pair_seat") && state.place !== "seats" ? button({ label: say("seats_button"), press: act.showSeats }) : nothing,
    state.staff?.may.includes("review_enrolment") && state.at && !state.place ? button({ label: say("review_button"), press: act.showReview }) : nothing,
    html`<a class="button" href="/akun">${say("my_account")}</a>`,
    button({ label: say("log_out"), press: act.logOut }),
  ];
  return html`<header class="top">
    <div class="where">
      <h1>${room ? room.room.name : say("title")}</h1>
      ${room ? html`<span class="muted small">${slotLine(room.slot, scene)} · ${room.slot.site}</span>` : nothing}
    </div>
    ${state.place ? nothing : slotBar(scene)}
    <details class="more" @click=${closeMenu}>
      <summary class="button quiet">${state.staff?.name}</summary>
      <div class="menu">${mine}</div>
    </details>
  </header>`;
};

/** @param {{number: number, starts_at: string, zone: string}} slot @param {Scene} scene */
const slotLine = (slot, { say, now }) => say("slot_line", { number: slot.number, hour: whenInWords(slot.starts_at, slot.zone, now) });

/** @param {Scene} scene */
const connectionBar = ({ state, say }) => {
  if (state.offline) return html`<div class="bar" role="status">${say("offline_monitor")}</div>`;
  return state.wasOffline ? html`<div class="bar back" role="status">${say("back_online")}</div>` : nothing;
};

/** @param {Scene} scene */
const chooser = (scene) => {
  const { state, say, act } = scene;
  if (!state.slots?.length) {
    return html`<main class="narrow card empty"><h2>${say("no_slots_title")}</h2><p>${say("no_slots_text")}</p>${troubleNotice(scene)}</main>`;
  }
  return html`<main class="narrow stack">
    <div><h2>${say("choose_title")}</h2><p class="muted">${say("choose_text")}</p></div>
    ${troubleNotice(scene)}
    ${state.slots.map(
      (slot) => html`<section class="card stack tight">
        <div class="row spread"><h3>${slotLine(slot, scene)}</h3><span class="pill ${slot.status}">${say(`slot_${slot.status}`)}</span></div>
        <p class="muted">${slot.site} · ${slot.exam}</p>
        <div class="row">
          ${slot.rooms.map((room) =>
            button({
              label: say("room_seats", room),
              press: () => act.choose({ slot: slot.id, room: room.id }),
              kind: slot.status === "open" ? "primary" : "",
            }),
          )}
        </div>
      </section>`,
    )}
  </main>`;
};

/** @param {string} label @param {boolean} isOn @param {() => void} press */
const toggle = (label, isOn, press) =>
  html`<button type="button" class="quiet" aria-pressed=${isOn ? "true" : "false"} @click=${press}>${label}</button>`;

/** @param {Scene} scene */
const toolbar = ({ state, say, act }) => html`<div class="toolbar">
  <div class="chips" role="group" aria-label=${say("filters")}>
    ${chips(state).map(
      ({ name, count }) => html`<button
        type="button"
        class="chip ${name}"
        aria-pressed=${state.filter === name ? "true" : "false"}
        @click=${() => act.filterBy(name)}
      >
        ${say(`chip_${name}`)} <span class="number">${count}</span>
      </button>`,
    )}
  </div>
  <div class="views" role="group" aria-label=${say("view_as")}>
    ${state.mode === "map" ? html`<span class="legend small muted">${say("legend")}</span>` : nothing}
    <span class="front small muted">${state.mode === "map" ? say("front") : nothing}</span>
    ${/** @type {const} */ (["map", "list"]).map((mode) => toggle(say(`view_${mode}`), state.mode === mode, () => act.showAs(mode)))}
    ${toggle(say(state.selecting ? "select_stop" : "select_many"), state.selecting, act.toggleSelecting)}
  </div>
</div>`;

const BULK = ["resume", "pause", "message", "grant", "confirm_identity"];

/** @param {Scene} scene */
const bulkBar = ({ state, say, act }) => {
  if (!state.selecting || !state.room) return nothing;
  const chosen = state.selected.flatMap((id) => tileOf(state, id)?.sitting ?? []);
  const can = doableToMany(chosen, state.room);
  const rest = can.filter((name) => !BULK.includes(name));
  /** @param {string} name */
  const press = (name) => button({ label: say(`act_${name}`), press: () => act.ask({ kind: "act", act: name, sittings: state.selected }) });
  return html`<div class="bulk" role="region" aria-label=${say("select_many")}>
    <strong class="number" aria-live="polite">${say("selected", { count: chosen.length })}</strong>
    ${button({ label: say("select_shown"), press: act.selectShown, kind: "quiet" })}
    ${can.filter((name) => BULK.includes(name)).map(press)}
    ${rest.length
      ? html`<details class="more up" @click=${closeMenu}>
          <summary class="button">${say("more_acts")}</summary>
          <div class="menu">${rest.map(press)}</div>
        </details>`
      : nothing}
  </div>`;
};

/** @param {Scene} scene */
const outcome = ({ state, say, act }) => {
  if (!state.outcome) return nothing;
  const { tone, title, lines } = state.outcome;
  const list = lines.length ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : nothing;
  return html`<div class="outcome">
    ${notice({ tone, title, action: html`${list}<div>${button({ label: say("close"), press: act.forgetOutcome, kind: "quiet" })}</div>` })}
  </div>`;
};

/** @param {Scene} scene */
const roomPage = (scene) => {
  const { state, say } = scene;
  if (!state.room) return html`<main class="narrow stack" aria-busy="true"><p>${say("loading")}</p><div class="skeleton"></div>${troubleNotice(scene)}</main>`;
  return html`<main class="room">
      ${railView(scene)}
      <section class="seats">
        ${toolbar(scene)} ${state.asking ? nothing : troubleNotice(scene)} ${state.mode === "map" ? mapView(scene) : listView(scene)}
        ${bulkBar(scene)}
      </section>
    </main>
    ${state.open?.kind === "sitting" ? panelView(scene) : state.open ? incidentView(scene) : nothing}`;
};

/** @param {Scene} scene */
export const view = (scene) => {
  const { state, say, act } = scene;
  if (state.outdated)
    return html`<main class="narrow card stack">
      <h1>${say("outdated_title")}</h1>
      <p>${say("outdated_text")}</p>
      ${button({ label: say("reload"), press: act.reload, kind: "primary" })}
    </main>`;
  if (!state.staff) {
    if (state.staff === undefined && !state.trouble) return html`<main class="narrow"><p>${say("loading")}</p></main>`;
    return staffLogin({ say, title: say("login_title"), busy: state.busy === "login", trouble: state.trouble, needsCode: state.needsCode, logIn: act.logIn });
  }
  const page = state.place === "seats" ? seatsView(scene) : state.place === "review" ? reviewView(scene) : state.at ? roomPage(scene) : chooser(scene);
  return html`${header(scene)} ${connectionBar(scene)} ${page} ${outcome(scene)} ${dialogView(scene)}
    <div class="for-ears" role="status" aria-live="assertive">${state.spoken}</div>`;
};
