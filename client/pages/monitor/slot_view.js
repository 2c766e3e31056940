/** How the slot stands, and what a chief can do to it or to this room. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button } from "../../shared/components.js";
import { duration, hourInWords, hourOf } from "../../shared/time.js";
import { SLOT_ACTS, roomActs, slotActs } from "./permitted_acts.js";
import { closeMenu } from "./menu.js";

/** @typedef {import("./view.js").Scene} Scene */

/** @param {Scene} scene */
export const slotBar = (scene) => {
  const { state, say, act, now } = scene;
  if (!state.room) return nothing;
  const { slot } = state.room;
  const acts = slotActs(state.room);
  const first = acts.find((name) => name === "open" || name === "resume");
  const others = acts.filter((name) => name !== first);
  const early = slot.status === "prepared" && now < Date.parse(slot.starts_at);
  return html`<div class="slot-bar">
    <span class="pill ${slot.status}">${say(`slot_${slot.status}`)}</span>
    <span class="small">${timing(scene)}</span>
    ${slot.identity_mode === "officer"
      ? html`<span class="small">${say("officer_mode_slot", { minutes: Math.round((slot.recheck_s ?? 0) / 60) })}</span>`
      : nothing}
    <span class="small muted clock" title=${say("wall_clock")}>
      <span class="for-ears">${say("wall_clock")}</span> <time class="number">${hourOf(now, slot.zone)}</time>
    </span>
    ${first
      ? button({ label: say(`slot_act_${first}`), press: () => act.ask({ kind: "slot", act: first, room: false }), kind: "primary", off: early })
      : nothing}
    ${more(scene, others)}
  </div>`;
};

/** @param {Scene} scene */
const timing = ({ state, say, now }) => {
  const slot = /** @type {import("./types.js").Slot} */ (state.room?.slot);
  if (slot.status === "prepared") {
    const left = Date.parse(slot.starts_at) - now;
    return left > 0 ? html`${say("opens_in", { hour: hourInWords(slot.starts_at, slot.zone), left: duration(left) })}` : say("opens_now");
  }
  return slot.opened_at ? say("opened_since", { hour: hourInWords(slot.opened_at, slot.zone) }) : nothing;
};

/** The rarer acts behind one button. @param {Scene} scene @param {string[]} others */
const more = ({ state, say, act }, others) => {
  const room = /** @type {import("./types.js").Room} */ (state.room);
  const ofRoom = roomActs(room);
  if (!others.length && !ofRoom.length) return nothing;
  return html`<details class="more" @click=${closeMenu}>
    <summary class="button">${say("more")}</summary>
    <div class="menu">
      ${ofRoom.map((name) => button({ label: say(`slot_act_${name}_room`), press: () => act.ask({ kind: "slot", act: name, room: true }) }))}
      ${others.map((name) =>
        button({
          label: say(`slot_act_${name}`),
          press: () => act.ask({ kind: "slot", act: name, room: false }),
          kind: SLOT_ACTS[name]?.danger ? "careful" : "",
        }),
      )}
    </div>
  </details>`;
};
