/** The seats as the room stands: one tile a seat, small enough for forty. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { duration, hourOf } from "../../shared/time.js";
import { isStale, leftMs, passes, signsOf, takenTiles, urgency, wordOf } from "./tile_status.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Taken} Taken */

/** @param {Scene} scene */
export const mapView = (scene) => {
  const { state, say } = scene;
  const room = /** @type {import("./types.js").Room} */ (state.room);
  if (!takenTiles(state).length) return html`<div class="empty card"><h2>${say("room_empty_title")}</h2><p>${say("room_empty_text")}</p></div>`;
  return html`<div class="map" data-columns=${room.room.columns} .style=${`--columns: ${room.room.columns}`}>
      ${[...room.tiles].sort((one, other) => one.seat.row - other.seat.row || one.seat.column - other.seat.column).map((tile) => place(scene, tile))}
    </div>
    <p class="legend small muted">${say("legend_signs")}</p>`;
};

/** @param {Scene} scene @param {import("./types.js").Tile} tile */
const place = (scene, tile) => {
  const { seat, sitting } = tile;
  const at = `grid-row: ${seat.row}; grid-column: ${seat.column}`;
  if (sitting) return seated(scene, /** @type {Taken} */ (tile), at);
  return html`<div class="tile vacant" .style=${at}>
    <span class="seat number">${seat.number}</span><span class="small muted">${scene.say(seat.spare ? "seat_spare" : "seat_empty")}</span>
  </div>`;
};

/** @param {Scene} scene @param {Taken} tile @param {string} at */
const seated = (scene, tile, at) => {
  const { state, say, act, now } = scene;
  const { seat, sitting } = tile;
  const word = wordOf(state, tile);
  const unseen = isStale(sitting, now) && sitting.status === "running" ? "unseen" : "";
  const chosen = state.selecting ? state.selected.includes(sitting.id) : state.open?.id === sitting.id;
  return html`<button
    type="button"
    class="tile u${urgency(state, tile)} ${unseen} ${passes(state, tile) ? "" : "passed-over"} ${chosen ? "chosen" : ""}"
    .style=${at}
    aria-pressed=${chosen ? "true" : "false"}
    @click=${() => act.pressTile(sitting.id)}
  >
    <span class="for-ears">${spoken(scene, tile)}</span>
    <span class="head" aria-hidden="true"><span class="seat number">${seat.number}</span><span class="name">${sitting.name}</span></span>
    ${face(sitting)}
    <span class="facts number" aria-hidden="true">
      <span>${sitting.answered}/${sitting.items}</span>
      <span>${left(scene, tile)}</span>
      <span class="muted">${sitting.last_saved_at ? hourOf(sitting.last_saved_at, state.room?.slot.zone) : nothing}</span>
    </span>
    <span class="word dot ${word.tone}" aria-hidden="true">${say(say.has(`short_${word.key}`) ? `short_${word.key}` : word.key)}</span>
    <span class="signs" aria-hidden="true">${signs(scene, sitting)}</span>
  </button>`;
};

/** @param {Scene} scene @param {import("./types.js").Sitting} sitting */
export const signs = ({ say, now }, sitting) =>
  signsOf(sitting, now).map(({ letter, name, key, tone }) => html`<span class="sign ${tone}" title=${`${say(name)}: ${say(key)}`}>${letter}</span>`);

/** The face of the desk, or the first letters of the name. @param {import("./types.js").Sitting} sitting */
export const face = (sitting) =>
  sitting.picture
    ? html`<img class="face" src=${`/api/monitor/sittings/${sitting.id}/desk.jpg`} alt="" loading="lazy" />`
    : html`<span class="face none" aria-hidden="true">${sitting.name.split(/\s+/).slice(0, 2).map((part) => part[0]).join("")}</span>`;

/** @param {Scene} scene @param {Taken} tile */
export const left = ({ say, now }, tile) => {
  const ms = leftMs(tile, now);
  return ms === null ? nothing : say("minutes_left", { minutes: Math.ceil(ms / 60_000) });
};

/** Everything of the tile in words. @param {Scene} scene @param {Taken} tile */
const spoken = ({ state, say, now }, tile) => {
  const { seat, sitting } = tile;
  const ms = leftMs(tile, now);
  return [
    `${say("seat", { number: seat.number })}: ${sitting.name}`,
    say(wordOf(state, tile).key),
    say("answered_of", { answered: sitting.answered, items: sitting.items }),
    ...(ms === null ? [] : [say("left", { left: duration(ms) })]),
    ...signsOf(sitting, now).map(({ name, key }) => `${say(name)} ${say(key)}`),
  ].join(", ");
};
