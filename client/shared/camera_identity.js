/** Which camera it is, by what the browser says of it: a name that programs give themselves, and whether it is another one than before. */

import { VIRTUAL_CAMERAS } from "./virtual_cameras.js";

/** A name alone ("obs") is a word of its own: OBSBOT makes real cameras. */
const SHORTEST_BEGINNING = 4;

/** Letters and digits only, whatever their width, case and marks. @param {string} label */
const plain = (label) => ` ${label.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;

/** @param {string} label */
export const isVirtual = (label) => {
  const words = plain(label);
  return VIRTUAL_CAMERAS.some(({ name }) => words.includes(name.length < SHORTEST_BEGINNING ? ` ${name} ` : ` ${name}`));
};

/** @typedef {{id: string, label: string}} Device */
/** @typedef {{id: string|null, told: boolean}} Known the camera of before, and whether it was told to be virtual */

/**
 * What the server should hear of the camera now open: hints for a human, no proof.
 * @param {Known} known @param {Device} device @returns {{events: string[], known: Known}}
 */
export const cameraSigns = (known, { id, label }) => {
  const isOther = known.id !== null && known.id !== id;
  const isNews = isVirtual(label) && (isOther || !known.told);
  return {
    events: [...(isOther ? ["camera_changed"] : []), ...(isNews ? ["camera_virtual"] : [])],
    known: { id, told: isVirtual(label) },
  };
};
