/** Where the looks of an incident stand in its picture. */

/** @typedef {import("./types.js").Traced} Traced */

export const WIDTH = 640;
export const HEIGHT = 150;
export const EDGE = 14;

/**
 * Where each look stands in the picture; later to the right, more evidence higher.
 * @param {Traced[]} trace @param {number} limit
 */
export const places = (trace, limit) => {
  const times = trace.map(({ at }) => Date.parse(at));
  const first = Math.min(...times);
  const span = Math.max(Math.max(...times) - first, 1);
  const top = Math.max(limit, ...trace.map(({ evidence }) => evidence)) * 1.1;
  const high = (/** @type {number} */ evidence) => HEIGHT - EDGE - (evidence / top) * (HEIGHT - 2 * EDGE);
  return {
    dots: trace.map(({ evidence, kind }, index) => ({ x: EDGE + (((times[index] ?? first) - first) / span) * (WIDTH - 2 * EDGE), y: high(evidence), kind })),
    limit: high(limit),
  };
};
