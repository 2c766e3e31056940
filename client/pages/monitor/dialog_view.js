/** The dialog before every act: exactly what will happen, to whom, with which reason; the safe button has the focus. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, modal, troubleNotice } from "../../shared/components.js";
import { fieldsOf } from "../../shared/staff_login.js";
import { fieldsOfAsking, reasonsFor, wayOf, willOf } from "./act_request.js";
import { ACTS, SLOT_ACTS } from "./permitted_acts.js";
import { tileOf } from "./state.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Asking} Asking */
/** @typedef {import("./permitted_acts.js").Field} Field */

const NAMES_SHOWN = 6;
const NO_PICTURE = ["camera_broken", "no_camera", "veil", "refuses_picture", "system_failure"];

/** @param {Scene} scene */
export const dialogView = (scene) => {
  const { state, say, act } = scene;
  const { asking } = state;
  if (!asking) return nothing;
  const { title, text, danger } = words(scene, asking);
  const fields = fieldsOfAsking(asking, wayOf(asking, state.choice));
  const noSeat = fields.includes("seat") && !state.freeSeats?.length;
  return modal({
    title,
    kind: "asking",
    close: act.stopAsking,
    send: (event) => act.carryOut(fieldsOf(event)),
    middle: html`${about(scene, asking)}
      <p>${text}</p>
      ${fields.map((field) => FIELDS[field](scene, asking))}
      ${asking.kind === "close" || asking.kind === "review" ? note(scene, asking) : nothing}`,
    told: troubleNotice(scene),
    actions: html`${button({ label: say("cancel"), press: act.stopAsking, focused: true, off: state.busy === "act" })}
      <button
        class=${danger ? "danger" : "primary"}
        aria-busy=${state.busy === "act" ? "true" : "false"}
        ?disabled=${state.busy === "act" || noSeat}
      >
        ${title}
      </button>`,
  });
};

/** @param {Scene} scene @param {Asking} asking */
const words = ({ state, say }, asking) => {
  if (asking.kind === "close") return { title: say("close_incident"), text: say("will_close_incident"), danger: false };
  if (asking.kind === "review") return { title: say("review_do"), text: say("will_review"), danger: false };
  if (asking.kind === "unpair") return { title: say("unpair"), text: say("will_unpair"), danger: true };
  if (asking.kind === "act") {
    const text = willOf(asking, state).map((key) => say(key)).join(" ");
    return { title: say(`act_${asking.act}`), text, danger: ACTS[asking.act]?.danger ?? false };
  }
  const key = `${asking.act}${asking.room ? "_room" : ""}`;
  return { title: say(`slot_act_${key}`), text: say(`slot_will_${key}`), danger: SLOT_ACTS[asking.act]?.danger ?? false };
};

/** To whom it will happen. @param {Scene} scene @param {Asking} asking */
const about = ({ state, say }, asking) => {
  if (asking.kind === "review") return html`<p class="whom"><strong>${asking.name}</strong></p>`;
  if (asking.kind !== "act") return nothing;
  const tiles = asking.sittings.flatMap((id) => tileOf(state, id) ?? []);
  const [only] = tiles;
  if (only && tiles.length === 1) return html`<p class="whom"><strong>${say("for_one", { name: only.sitting.name, seat: only.seat.number })}</strong></p>`;
  const names = tiles.slice(0, NAMES_SHOWN).map(({ sitting }) => sitting.name).join(", ");
  return html`<p class="whom"><strong>${say("for_many", { count: tiles.length, names: tiles.length > NAMES_SHOWN ? `${names}, …` : names })}</strong></p>`;
};

/** @param {Scene} scene @param {string} name @param {readonly string[]} ways */
const ways = ({ state, say, act }, name, ways) => {
  const chosen = state.asking ? wayOf(state.asking, state.choice) : "";
  return html`<div role="radiogroup" aria-label=${say(`field_${name}`)}>
    ${ways.map(
      (way) => html`<label class="tick">
        <input type="radio" name="way" value=${way} .checked=${chosen === way} @change=${() => act.chooseWay(way)} />${say(`${name}_${way}`)}
      </label>`,
    )}
  </div>`;
};

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLSelectElement} */ (event.target).value;

/** @param {Pick<Scene, "say">} scene @param {boolean} isNeeded */
const secondPerson = ({ say }, isNeeded) =>
  html`<fieldset class="stack tight">
    <legend>${say("second_title")}</legend>
    <div class="field">
      <label for="second_account">${say("account")}</label>
      <input id="second_account" name="account" autocomplete="off" autocapitalize="none" spellcheck="false" ?required=${isNeeded} />
    </div>
    <div class="field">
      <label for="second_password">${say("password")}</label>
      <input id="second_password" name="password" type="password" autocomplete="off" ?required=${isNeeded} />
    </div>
    <div class="field">
      <label for="second_code">${say("second_code")}</label>
      <input id="second_code" name="code" autocomplete="off" autocapitalize="none" spellcheck="false" />
    </div>
  </fieldset>`;

/** The seat's last picture is kept with it; a seat that shows none asks why. @param {Pick<Scene, "say">} scene */
const noPicture = ({ say }) =>
  html`<div class="field">
    <label for="no_picture">${say("no_picture_label")}</label>
    <select id="no_picture" name="no_picture">
      <option value="">${say("picture_of_seat")}</option>
      ${NO_PICTURE.map((code) => html`<option value=${code}>${say(`no_picture_${code}`)}</option>`)}
    </select>
  </div>`;

/** @type {Record<Field, (scene: Scene, asking: Asking) => unknown>} */
const FIELDS = {
  check: (scene) => ways(scene, "check", ["fresh", "by_sight"]),
  reason: ({ state, say, act }, asking) => html`<div class="field">
      <label for="reason">${say("field_reason")}</label>
      <select id="reason" name="reason" required @change=${(/** @type {Event} */ event) => act.chooseReason(valueOf(event))}>
        <option value="">${say("choose_reason")}</option>
        ${reasonsFor(asking, state.reasons).map((code) => html`<option value=${code} ?selected=${state.reason === code}>${say(`reason_${code}`)}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="reason_text">
        ${say("field_reason_text")} ${state.reason === "other" ? html`<span class="muted small">(${say("reason_text_needed")})</span>` : nothing}
      </label>
      <input id="reason_text" name="reason_text" maxlength="300" autocomplete="off" ?required=${state.reason === "other"} />
    </div>`,
  minutes: ({ say }, asking) => {
    const [least, usual] = asking.kind === "act" && asking.act === "reopen" ? [0, 0] : [1, 5];
    return html`<div class="field">
      <label for="minutes">${say("field_minutes")}</label>
      <input id="minutes" name="minutes" type="number" inputmode="decimal" min=${least} max="240" step="1" value=${usual} required />
    </div>`;
  },
  text: ({ say }) => html`<div class="field">
    <label for="text">${say("field_text")}</label>
    <textarea id="text" name="text" rows="3" maxlength="500" required></textarea>
  </div>`,
  seat: ({ state, say }) => html`<div class="field">
    <label for="seat">${say("field_seat")}</label>
    ${state.freeSeats?.length === 0
      ? html`<p>${say("no_free_seats")}</p>`
      : html`<select id="seat" name="seat" required>
          <option value="">${say(state.freeSeats ? "choose_seat" : "loading")}</option>
          ${[...(state.freeSeats ?? [])]
            .sort((one, other) => Number(other.spare) - Number(one.spare))
            .map(({ id, spare, room, number }) => html`<option value=${id}>${say(spare ? "seat_option_spare" : "seat_option", { room, number })}</option>`)}
        </select>`}
  </div>`,
  mode: (scene) => html`<div class="stack tight">
    ${ways(scene, "mode", ["officer", "camera"])}
    ${scene.state.choice === "camera"
      ? nothing
      : html`<div class="field">
          <label for="every">${scene.say("field_every")}</label>
          <input id="every" name="every" type="number" min="1" max="120" value="15" required />
        </div>`}
  </div>`,
  second: ({ state, say }, asking) => {
    const [id] = asking.kind === "act" ? asking.sittings : [];
    if (tileOf(state, id ?? "")?.sitting.status !== "terminated") return nothing;
    return secondPerson({ say }, true);
  },
  by_two: ({ say }, asking) => {
    const isNeeded = !(asking.kind === "act" && asking.act === "resume");
    return html`${secondPerson({ say }, isNeeded)}
      ${isNeeded ? nothing : html`<p class="muted small">${say("second_help")}</p>`}
      ${asking.kind === "slot" ? nothing : noPicture({ say })}`;
  },
};

/** @param {Scene} scene @param {Asking} asking */
const note = ({ say }, asking) => html`<div class="field">
  <label for="note">${say(asking.kind === "review" ? "field_finding" : "field_note")}</label>
  <textarea id="note" name="note" rows="2" maxlength="200" required></textarea>
</div>`;
