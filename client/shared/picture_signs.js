/** What a tiny grey copy of the camera's picture tells: black, frozen, or alive. Pure arithmetic, fed once a second by camera.js. */

export const LOOK_WIDTH = 64;
export const LOOK_HEIGHT = 48;

const BLACK_MEAN = 14;
const BLACK_SPREAD = 6;
const BLACK_LOOKS = 3;
const FROZEN_LOOKS = 10;

/** @typedef {{last: Uint8Array|null, black: number, same: number}} Signs how many looks in a row were black, or the same to the last pixel */

/** @type {Signs} */
export const NO_SIGNS = Object.freeze({ last: null, black: 0, same: 0 });

/** @param {Uint8ClampedArray|Uint8Array} rgba @returns {Uint8Array} */
export const greyOf = (rgba) => {
  const grey = new Uint8Array(rgba.length / 4);
  for (let index = 0; index < grey.length; index += 1) {
    const at = index * 4;
    grey[index] = Math.round(0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0));
  }
  return grey;
};

/** @param {Uint8Array} grey */
export const isBlack = (grey) => {
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const spread = Math.sqrt(grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length);
  return mean < BLACK_MEAN && spread < BLACK_SPREAD;
};

/** @param {Uint8Array} one @param {Uint8Array|null} other */
export const isSame = (one, other) => other !== null && one.length === other.length && one.every((value, index) => value === other[index]);

/** @param {Signs} signs @param {Uint8Array} grey @returns {Signs} */
export const look = (signs, grey) => ({
  last: grey,
  black: isBlack(grey) ? signs.black + 1 : 0,
  same: isSame(grey, signs.last) ? signs.same + 1 : 0,
});

/** A black picture is the same picture too: black is said first. @param {Signs} signs @returns {"black"|"frozen"|"ok"} */
export const verdict = (signs) => {
  if (signs.black >= BLACK_LOOKS) return "black";
  return signs.same >= FROZEN_LOOKS ? "frozen" : "ok";
};

/** The next JPEG quality, so that pictures stay between 15 and 40 KB whatever the scene. @param {number} quality @param {number} bytes */
export const nextQuality = (quality, bytes) => {
  if (bytes > 40_000) return Math.max(0.35, quality - 0.1);
  return bytes < 15_000 ? Math.min(0.85, quality + 0.05) : quality;
};
