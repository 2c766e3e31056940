/** The same people as a list, the urgent ones first; on a phone each is two lines. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { duration, hourOf } from "../../shared/time.js";
import { leftMs, urgency, wordOf, worstFirst } from "./tile_status.js";
import { face, signs } from "./map_view.js";

/** @typedef {import("./view.js").Scene} Scene */

const COLUMNS = ["seat", "person", "status", "answered", "saved", "left", "signs", "time"];

/** @param {Scene} scene */
export const listView = (scene) => {
  const { state, say } = scene;
  const tiles = worstFirst(state);
  if (!tiles.length) return html`<div class="empty card"><p>${say("nobody")}</p></div>`;
  return html`<div class="list card">
    <table>
      <thead><tr>${COLUMNS.map((name) => html`<th scope="col">${say(`list_${name}`)}</th>`)}</tr></thead>
      <tbody>${tiles.map((tile) => line(scene, tile))}</tbody>
    </table>
    <p class="legend small muted">${say("legend")}</p>
  </div>`;
};

/** @param {Scene} scene @param {import("./types.js").Taken} tile */
const line = (scene, tile) => {
  const { state, say, act, now } = scene;
  const { seat, sitting } = tile;
  const word = wordOf(state, tile);
  const ms = leftMs(tile, now);
  const chosen = state.selecting ? state.selected.includes(sitting.id) : state.open?.id === sitting.id;
  return html`<tr class="u${urgency(state, tile)} ${chosen ? "chosen" : ""}">
    <td class="number seat-cell">${seat.number}</td>
    <td class="person-cell">
      <button type="button" class="who-button" aria-pressed=${chosen ? "true" : "false"} @click=${() => act.pressTile(sitting.id)}>
        ${face(sitting)}<span><span class="name">${sitting.name}</span><span class="number muted small">${sitting.number}</span></span>
      </button>
    </td>
    <td class="status-cell"><span class="dot ${word.tone}">${say(word.key)}</span></td>
    <td class="number answered-cell">${sitting.answered}/${sitting.items}</td>
    <td class="number saved-cell">${sitting.last_saved_at ? hourOf(sitting.last_saved_at, state.room?.slot.zone) : nothing}</td>
    <td class="number left-cell">
      ${ms === null ? nothing : duration(ms)}
      ${ms !== null && sitting.clock_stopped ? html`<span class="small muted stands">${say("clock_stands")}</span>` : nothing}
    </td>
    <td class="signs-cell"><span class="signs">${signs(scene, sitting)}</span></td>
    <td class="number time-cell">
      ${sitting.lost_s || sitting.credited_s ? `${duration(sitting.lost_s * 1000)} / ${duration(sitting.credited_s * 1000)}` : nothing}
    </td>
  </tr>`;
};
