/** What a kept picture says, as far as it was measured: how good it is, and how like the person's own. Words of monitor.json. */

/** @typedef {import("./types.js").Frame} Frame */
/** @typedef {"same"|"different"|"unsure"|"unmeasured"} Likeness */

const NO_PICTURE = ["covered", "black"]; // of anything: there is no face to speak of

/** @param {Frame} frame @returns {string[]} keys; one that says "good" when nothing is amiss */
export const qualityOf = ({ kind, measured }) => {
  if (!measured) return ["quality_unmeasured"];
  if (NO_PICTURE.includes(kind)) return [`quality_${kind}`];
  if (!measured.faces.length) return ["quality_no_face"];
  return measured.hints.length ? measured.hints.map((hint) => `quality_${hint}`) : ["quality_good"];
};

/**
 * How like the person's own pictures the face is; null where there is no face to compare. A gate judges several pictures as one: there the distance tells.
 * @param {Frame} frame @param {number|null|undefined} limit @returns {Likeness|null}
 */
export const likenessOf = ({ kind, distance, measured }, limit) => {
  if (!measured) return "unmeasured";
  if (!measured.faces.length) return null;
  if (kind === "same" || kind === "different") return kind;
  if (kind !== "gate" || distance === null || !limit) return "unsure";
  return distance > limit ? "different" : "same";
};
