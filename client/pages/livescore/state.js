/** What the board page knows and shows. Plain data in, plain data out: no clock, no network, no page. */

import { brought, ranked, rowsOf } from "./rows.js";

/** @typedef {import("./rows.js").Row} Row */
/** @typedef {import("../../shared/wire.js").BoardSlot} Slot */
/** @typedef {{site: string, slot: string, agency: string, position: string, search: string, page: number, tv: boolean}} Choice */
/**
 * @typedef {{slot: Slot, version: number, asOf: string, windowS: number, sections: readonly string[], tieOrder: readonly string[],
 *   rows: import("./rows.js").Rows}} Board
 */
/**
 * @typedef {{wide: boolean, slots: readonly Slot[]|null, sites: readonly string[], choice: Choice, board: Board|null, unknownSlot: boolean,
 *   connected: boolean, now: number, tints: Readonly<Record<string, number>>}} BoardState
 */

export const ROWS_A_PAGE = 100;
export const TV_ROWS = 20;
export const TV_PAGE_MS = 10_000;
export const TINT_MS = 3_000;
const LATE_S = 15;

/** @param {string} search the part of the address after "?" @returns {Choice} */
export const choiceOf = (search) => {
  const given = new URLSearchParams(search);
  const text = (/** @type {string} */ name) => given.get(name) ?? "";
  return {
    site: text("site"),
    slot: text("slot"),
    agency: text("agency"),
    position: text("position"),
    search: text("search"),
    page: Math.max(1, Math.trunc(Number(given.get("page"))) || 1),
    tv: given.get("tv") === "1",
  };
};

/** @param {Choice} choice @returns {string} "" or "?slot=…" */
export const addressOf = (choice) => {
  const given = new URLSearchParams();
  for (const name of /** @type {const} */ (["site", "slot", "agency", "position", "search"])) {
    if (choice[name]) given.set(name, choice[name]);
  }
  if (choice.page > 1) given.set("page", String(choice.page));
  if (choice.tv) given.set("tv", "1");
  const text = given.toString();
  return text && `?${text}`;
};

/** @param {string} search @param {number} now @param {boolean} wide a wide screen has room for the filters @returns {BoardState} */
export const begin = (search, now, wide = true) => ({
  wide,
  slots: null,
  sites: [],
  choice: choiceOf(search),
  board: null,
  unknownSlot: false,
  connected: true,
  now,
  tints: {},
});

/**
 * Another site asks for another slot; another slot or filter begins on the first page.
 * @param {BoardState} state @param {Partial<Choice>} wanted @returns {BoardState}
 */
export const choose = (state, wanted) => {
  const choice = { ...state.choice, page: 1, ...wanted };
  if ("site" in wanted) Object.assign(choice, { slot: "", agency: "", position: "" });
  if ("slot" in wanted) Object.assign(choice, { agency: "", position: "" });
  const before = shownSlot(state);
  const next = { ...state, choice };
  return shownSlot(next) === before ? next : { ...next, board: null, unknownSlot: false, tints: {} };
};

/** @param {BoardState} state @param {{slots: Slot[], sites: string[]}} listing @returns {BoardState} */
export const withListing = (state, { slots, sites }) => ({ ...state, slots, sites, connected: true });

/** @param {BoardState} state @returns {readonly Slot[]} */
export const slotsOfSite = ({ slots, choice }) => (slots ?? []).filter((slot) => !choice.site || slot.site === choice.site);

/**
 * The slot of the address; else the one running now; else the newest.
 * @param {BoardState} state @returns {string} its id, or ""
 */
export const shownSlot = (state) => {
  if (state.choice.slot) return state.choice.slot;
  const slots = slotsOfSite(state);
  const running = slots.find((slot) => !slot.closed && Date.parse(slot.starts_at) <= state.now);
  return (running ?? slots[0])?.id ?? "";
};

/**
 * The pages may have been fetched while rows changed: the oldest version counts, and the next changes repeat what is known.
 * @param {BoardState} state @param {readonly import("../../shared/wire.js").BoardPage[]} pages @returns {BoardState}
 */
export const withPages = (state, pages) => {
  const [first] = pages;
  if (!first) return state;
  const board = {
    slot: first.slot,
    version: Math.min(...pages.map((page) => page.version)),
    asOf: first.as_of,
    windowS: first.window_s,
    sections: first.sections,
    tieOrder: first.tie_order,
    rows: rowsOf(pages),
  };
  return { ...state, board, unknownSlot: false, connected: true, tints: {} };
};

/** @typedef {import("../../shared/wire.js").BoardChanges|import("../../shared/wire.js").BoardReload} Changes */

/** @param {BoardState} state @param {Changes} changes @returns {BoardState} without its board if the page must start over */
export const withChanges = (state, changes) => {
  const { board } = state;
  if (!board || "reload" in changes) return { ...state, board: null, connected: true };
  const { rows, touched } = brought(board.rows, changes, board.sections);
  const slot = { ...board.slot, closed: changes.closed };
  const tints = Object.fromEntries(touched.map((cell) => [cell, state.now + TINT_MS]));
  return {
    ...state,
    board: { ...board, rows, slot, version: changes.version, asOf: changes.as_of },
    connected: true,
    tints: { ...state.tints, ...tints },
  };
};

/** @param {BoardState} state @returns {BoardState} */
export const asBefore = (state) => ({ ...state, connected: true });

/** @param {BoardState} state @returns {BoardState} */
export const cutOff = (state) => ({ ...state, connected: false });

/** @param {BoardState} state @returns {BoardState} */
export const withoutSlot = (state) => ({ ...state, board: null, unknownSlot: true, connected: true });

/** @param {BoardState} state @param {number} now @returns {BoardState} */
export const at = (state, now) => {
  const tints = Object.fromEntries(Object.entries(state.tints).filter(([, until]) => until > now));
  return { ...state, now, tints };
};

/** The feed behind the board has fallen silent: two windows and a little. @param {BoardState} state */
export const isStale = ({ board, now }) =>
  board !== null && !board.slot.closed && now - Date.parse(board.asOf) > (2 * board.windowS + LATE_S) * 1000;

/** @param {Board} board @returns {{agencies: string[], positions: string[]}} */
export const namesIn = (board) => {
  const rows = [...board.rows.values()];
  return {
    agencies: [...new Set(rows.map((row) => row.agency))].sort(),
    positions: [...new Set(rows.map((row) => row.position))].sort(),
  };
};

/** A number as it is typed on a phone: dashes, dots and capitals are nobody's concern. @param {string} number */
const bare = (number) => number.replace(/[^0-9a-z]/gi, "").toLowerCase();

/**
 * What is on the screen. Ranks count within agency and position; the search only hides rows.
 * @param {BoardState} state
 */
export const visible = ({ board, choice, now }) => {
  if (!board) return { rows: [], page: 1, pages: 1, finished: 0, working: 0, of: 0, found: 0 };
  const chosen = [...board.rows.values()].filter(
    (row) => (!choice.agency || row.agency === choice.agency) && (!choice.position || row.position === choice.position),
  );
  const standing = ranked(chosen, board.sections, board.tieOrder);
  const found = choice.search ? standing.filter(({ row }) => bare(row.number).includes(bare(choice.search))) : standing;
  const size = choice.tv ? TV_ROWS : ROWS_A_PAGE;
  const pages = Math.max(1, Math.ceil(found.length / size));
  const page = choice.tv ? (Math.floor(now / TV_PAGE_MS) % pages) + 1 : Math.min(choice.page, pages);
  return {
    rows: found.slice((page - 1) * size, page * size),
    page,
    pages,
    finished: chosen.filter((row) => row.state === "finished").length,
    working: chosen.filter((row) => row.state === "working").length,
    of: chosen.length,
    found: found.length,
  };
};

/**
 * Readers spread out: no two thousand phones ask in the same moment. After failures the pauses grow to half a minute.
 * @param {number} failures in a row @param {number} chance 0..1 @returns {number} milliseconds
 */
export const pollAfter = (failures, chance) => Math.min(30_000, 3_000 * 2 ** Math.min(failures, 4)) * (0.75 + chance / 2);
