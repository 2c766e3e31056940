/** The server's time, as well as a browser can know it: estimated from answered requests, counted with the monotonic clock. */

/** @typedef {{offset: number, uncertainty: number}} Sample how far the server's clock is ahead of ours, and how wrong that may be (ms) */

const KEPT = 8;
const DRIFT_SLACK_MS = 250;
const RECALLED_MS = 60_000;

/**
 * The server read its clock somewhere between sending and receiving; the middle is the best guess, half the way there and back its error.
 * @param {number} sentAt @param {number} receivedAt @param {number} serverNow @returns {Sample}
 */
export const sampleOf = (sentAt, receivedAt, serverNow) => ({
  offset: serverNow - (sentAt + receivedAt) / 2,
  uncertainty: (receivedAt - sentAt) / 2,
});

/** @param {readonly Sample[]} samples @returns {Sample|null} the one with the shortest way there and back */
export const bestOf = (samples) =>
  samples.reduce((best, sample) => (best && best.uncertainty <= sample.uncertainty ? best : sample), /** @type {Sample|null} */ (null));

/**
 * A fresh sample that cannot be true together with the best old one means that one of the clocks jumped (the PC slept, the server's
 * clock was set): what was known before is then worthless.
 * @param {readonly Sample[]} samples @param {Sample} fresh @returns {readonly Sample[]}
 */
export const keepSample = (samples, fresh) => {
  const best = bestOf(samples);
  const jumped = best && Math.abs(fresh.offset - best.offset) > fresh.uncertainty + best.uncertainty + DRIFT_SLACK_MS;
  return jumped ? [fresh] : [...samples, fresh].slice(-KEPT);
};

/** Milliseconds that only ever go forward, on the scale of Date.now(). */
export const monotonic = () => performance.timeOrigin + performance.now();

/** @typedef {ReturnType<typeof makeClock>} Clock */

/** @param {() => number} local a monotonic clock in milliseconds */
export const makeClock = (local = monotonic) => {
  /** @type {readonly Sample[]} */
  let samples = [];
  const now = () => local() + (bestOf(samples)?.offset ?? 0);
  return {
    local,
    /** The server's time in milliseconds since 1970. */
    now,
    iso: () => new Date(now()).toISOString(),
    known: () => samples.length > 0,
    /** How far the server's clock is ahead of the PC's, for a page that is loaded again. */
    offset: () => now() - Date.now(),
    /** What an earlier page knew, until an answer says better. @param {number} offset to Date.now(), in milliseconds */
    recall: (offset) => {
      if (!samples.length) samples = [{ offset: offset + Date.now() - local(), uncertainty: RECALLED_MS }];
    },
    /** @param {number} sentAt @param {string} serverNow */
    learn: (sentAt, serverNow) => {
      samples = keepSample(samples, sampleOf(sentAt, local(), Date.parse(serverNow)));
    },
  };
};
