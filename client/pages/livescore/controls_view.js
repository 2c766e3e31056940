/** What the reader chooses: site, slot, agency, position, a number to look for. All of it stands in the address. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { live } from "/packages/lit-html/directives/live.js";
import { hourInWords } from "/client/shared/time.js";
import { namesIn, shownSlot, slotsOfSite } from "./state.js";

/** @typedef {import("./state.js").BoardState} BoardState */
/** @typedef {import("./state.js").Slot} Slot */
/** @typedef {import("/client/shared/words.js").Say} Say */
/** @typedef {import("./view.js").Acts} Acts */

const HOURS_EAST = { WIB: 7, WITA: 8, WIT: 9 };

/** "Sen, 19 Okt 2026" as the calendar on the site's wall says. @param {Slot} slot */
const dayOf = ({ starts_at, zone }) => {
  const there = Date.parse(starts_at) + (HOURS_EAST[/** @type {keyof typeof HOURS_EAST} */ (zone)] ?? 7) * 3_600_000;
  return new Date(there).toLocaleDateString("id-ID", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
};

/** @param {string} label @param {string} value @param {[string, string][]} options @param {(value: string) => void} picked @param {string=} kind */
const select = (label, value, options, picked, kind = "") =>
  html`<label class="field ${kind}">
    <span class="label small">${label}</span>
    <select .value=${live(value)} @change=${(/** @type {Event} */ event) => picked(/** @type {HTMLSelectElement} */ (event.target).value)}>
      ${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}
    </select>
  </label>`;

/** @param {string} all @param {readonly string[]} names @returns {[string, string][]} */
const orAll = (all, names) => [["", all], ...names.map((name) => /** @type {[string, string]} */ ([name, name]))];

/** @param {Slot} slot @param {boolean} withSite @param {Say} say */
const slotWords = (slot, withSite, say) =>
  say(withSite ? "slot_option_with_site" : "slot_option", {
    site: slot.site,
    date: dayOf(slot),
    number: slot.number,
    hour: hourInWords(slot.starts_at, slot.zone).slice(0, 5),
    zone: slot.zone,
  });

/** @param {BoardState} state @param {Say} say @param {Acts} acts */
export const controls = (state, say, { choose }) => {
  const { choice, sites, board } = state;
  const slots = slotsOfSite(state);
  const names = board ? namesIn(board) : null;
  const severalSites = sites.length > 1;
  if (!slots.length && !severalSites) return nothing;
  const slotOptions = slots.map((slot) => /** @type {[string, string]} */ ([slot.id, slotWords(slot, severalSites && !choice.site, say)]));
  const looked = (/** @type {Event} */ event) => choose({ search: /** @type {HTMLInputElement} */ (event.target).value.trim() });
  const severalAgencies = names && names.agencies.length > 1;
  const severalPositions = names && names.positions.length > 1;
  const filters = html`${severalSites ? select(say("site"), choice.site, orAll(say("all_sites"), sites), (site) => choose({ site })) : nothing}
    ${select(say("slot"), shownSlot(state), slotOptions, (slot) => choose({ slot }), "slot")}
    ${severalAgencies ? select(say("agency"), choice.agency, orAll(say("all_agencies"), names.agencies), (agency) => choose({ agency })) : nothing}
    ${severalPositions ? select(say("position"), choice.position, orAll(say("all_positions"), names.positions), (position) => choose({ position })) : nothing}`;
  const labels = [severalSites && say("site"), say("slot"), severalAgencies && say("agency"), severalPositions && say("position")];
  const chosen = [choice.agency, choice.position].filter(Boolean).join(", ");
  return html`<form class="card controls" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
    <label class="field">
      <span class="label small">${say("search")}</span>
      <input type="search" autocomplete="off" .value=${live(choice.search)} @input=${looked} />
    </label>
    <details ?open=${state.wide}>
      <summary>${chosen || say("filters", { list: labels.filter(Boolean).join(", ").toLowerCase() })}</summary>
      <div class="filters">${filters}</div>
    </details>
  </form>`;
};
