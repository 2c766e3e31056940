/** Asks the board for its slots and rows; an answer that says "nothing new" is `null`. */

/** The board knows no such slot (any more). */
export class UnknownSlot extends Error {}

const LIMIT_MS = 8_000;

/** @param {typeof globalThis.fetch} fetch */
export const makeSource = (fetch = (...args) => globalThis.fetch(...args)) => {
  /** How far the board's clock is ahead of this device's, in milliseconds. */
  let ahead = 0;
  /** @type {Map<string, string>} */
  const tags = new Map();

  /** @param {string} path @param {string=} known names what is known already @returns {Promise<any>} */
  const get = async (path, known) => {
    const tag = known && tags.get(known);
    const headers = /** @type {Record<string, string>} */ ({ Accept: "application/json" });
    if (tag) headers["If-None-Match"] = tag;
    const response = await fetch(path, { headers, signal: AbortSignal.timeout(LIMIT_MS) });
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) ahead = date - Date.now();
    if (response.status === 304) return null;
    if (response.status === 404) throw new UnknownSlot(path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    const fresh = response.headers.get("etag");
    if (known && fresh) tags.set(known, fresh);
    return response.json();
  };

  /** @param {string} slot */
  const address = (slot) => `/api/board/${encodeURIComponent(slot)}`;

  return {
    now: () => Date.now() + ahead,
    /** @returns {Promise<import("../../shared/wire.js").BoardListing|null>} */
    listing: () => get("/api/board", "listing"),
    /** All pages of a slot. @param {string} slot */
    pages: async (slot) => {
      const first = await get(`${address(slot)}?page=1`);
      tags.delete(slot);
      const rest = [];
      for (let page = 2; page <= first.pages; page += 1) rest.push(await get(`${address(slot)}?page=${page}`));
      return [first, ...rest];
    },
    /** @param {string} slot @param {number} version */
    changes: (slot, version) => get(`${address(slot)}?since=${version}`, slot),
  };
};
