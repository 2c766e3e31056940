/** Looks at the camera's picture about once a second in a worker, for hints without the server; whatever goes wrong, it is simply no longer there. */

import { companyOf, worthOf } from "./face_signs.js";

/** @typedef {import("./face_signs.js").Seen} Seen */
/** @typedef {import("./camera.js").Picture & {takenAt: string}} TakenPicture */
/** @typedef {ReturnType<typeof makeFaceWatch>} FaceWatch */
/** @typedef {{picture: TakenPicture|null, worth: number, at: number}} Kept */

const EVERY_MS = 800;
const AGAIN_MS = 200; // after a change: one look alone accuses nobody
const PATIENCE_MS = 60_000; // the program is 13 MB, once
const ANSWER_MS = 5_000;
const SLOW_MS = 500;
const SLOW_LOOKS = 5;
const KEPT_MS = 2_000;
const FRESH_MS = 1_000;
const CLEARLY_BETTER = 1.25;

/** The looks of the last two seconds, the newest last. @param {readonly Kept[]} looks @param {Kept} fresh @returns {Kept[]} */
export const recent = (looks, fresh) => [...looks.filter(({ at }) => fresh.at - at <= KEPT_MS), fresh];

/**
 * The best picture of the last two seconds, if it is clearly better than the last one looked at; else that one, which is
 * known to be good; else none: a new one must be taken unseen.
 * @param {readonly Kept[]} looks @param {number} now
 */
export const worthSending = (looks, now) => {
  const [last, ...before] = looks.filter(({ at }) => now - at <= KEPT_MS).reverse();
  if (!last) return null;
  const best = before.reduce((one, other) => (other.worth > one.worth ? other : one), last);
  if (best.worth > last.worth * CLEARLY_BETTER) return best.picture;
  return now - last.at <= FRESH_MS ? last.picture : null;
};

/**
 * @param {object} parts
 * @param {import("./camera.js").Camera} parts.camera
 * @param {import("./clock.js").Clock} parts.clock
 * @param {() => number} parts.width of the pictures the server is sent
 * @param {() => boolean} parts.isWanted
 * @param {(seen: Seen|null) => void} parts.saw null: there is nothing to look at, or no way to look
 * @param {() => void} [parts.changed] a face went, came, or another came beside it
 */
export const makeFaceWatch = ({ camera, clock, width, isWanted, saw, changed }) => {
  let worker = /** @type {Worker|null} */ (null);
  let state = /** @type {"off"|"loading"|"on"|"broken"} */ ("off");
  let timer = /** @type {ReturnType<typeof setTimeout>|undefined} */ (undefined);
  let limit = /** @type {ReturnType<typeof setTimeout>|undefined} */ (undefined);
  let company = /** @type {import("./face_signs.js").Company|null} */ (null);
  let told = company;
  let slow = 0;
  let looks = /** @type {Kept[]} */ ([]);

  const forget = () => {
    company = told = null;
    looks = [];
    saw(null);
  };

  const end = () => {
    clearTimeout(timer);
    clearTimeout(limit);
    worker?.terminate();
    worker = null;
    forget();
  };

  /** @param {unknown} why */
  const fail = (why) => {
    if (state === "broken") return;
    console.warn("The face watch is off; pictures go on without it", why);
    state = "broken";
    end();
  };

  /** @param {number} ms @param {string} why */
  const expect = (ms, why) => {
    clearTimeout(limit);
    limit = setTimeout(() => fail(why), ms);
  };

  const look = async () => {
    if (state !== "on") return;
    const bitmap = isWanted() && !document.hidden && camera.kind() === "ok" ? await camera.bitmap().catch(() => null) : null;
    if (!worker) return bitmap?.close();
    if (!bitmap) {
      if (company) forget();
      return again(EVERY_MS);
    }
    expect(ANSWER_MS, "no answer");
    worker.postMessage({ bitmap, width: width(), at: { local: clock.local(), iso: clock.iso() } }, [bitmap]);
  };

  /** @param {number} ms */
  const again = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(look, ms);
  };

  /** @param {{seen: Seen, jpeg: Blob|null, at: {local: number, iso: string}, tookMs: number}} heard */
  const hear = ({ seen, jpeg, at, tookMs }) => {
    clearTimeout(limit);
    slow = tookMs > SLOW_MS ? slow + 1 : 0;
    if (slow >= SLOW_LOOKS) return fail("too slow");
    const before = company;
    company = companyOf(seen);
    const isSure = before === null || company === before;
    if (company !== "one_face" || !isSure) looks = []; // a picture from before a change would hide it
    const picture = jpeg && { jpeg, width: seen.width, height: seen.height, takenAt: at.iso };
    looks = recent(looks, { picture, worth: jpeg ? worthOf(seen) : 0, at: at.local });
    if (isSure) {
      saw(seen);
      if (told !== null && told !== company) changed?.();
      told = company;
    }
    again(isSure ? EVERY_MS : AGAIN_MS);
  };

  const begin = () => {
    state = "loading";
    try {
      worker = new Worker("/client/shared/face_watch_worker.js", { type: "module" });
    } catch (error) {
      return fail(error);
    }
    expect(PATIENCE_MS, "not loaded in time");
    worker.addEventListener("error", (event) => fail(event.message || "the worker could not be loaded"));
    worker.addEventListener("message", ({ data }) => {
      if (data.failed) return fail(data.failed);
      if (!data.ready) return hear(data);
      clearTimeout(limit);
      state = "on";
      again(0);
    });
  };

  return {
    state: () => state,
    /** Loads its program once; what is broken stays so until the page is loaded anew. */
    start: () => {
      if (state === "off") begin();
    },
    stop: () => {
      if (state === "broken") return;
      state = "off";
      end();
    },
    /** The best picture of the last seconds, none of them twice. @returns {TakenPicture|null} */
    take: () => {
      const picture = worthSending(looks, clock.local());
      looks = [];
      return picture;
    },
  };
};
