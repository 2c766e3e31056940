/** Sends a picture every few seconds: one at most on its way, slower when the server says so, faster for a burst; answers never wait for it. */

import { Refused } from "../../shared/api.js";
import { UP } from "../../shared/protocol.js";

/** @typedef {import("./types.js").ExamState} ExamState */

const ANSWER_MS = 10_000;
const IDLE_MS = 1_000;
const HURRY_MS = 1_000;
const HURRY_FOR_MS = 4_000;
export const WATCHED = new Set(["checked_in", "confirming", "seated", "waiting", "running", "paused", "returning"]);

/**
 * The pause before the next picture.
 * @param {{everyMs: number, saidMs: number|null, burst: {every_ms: number, until: number}|null, now: number}} parts
 */
export const nextWait = ({ everyMs, saidMs, burst, now }) =>
  burst && now < burst.until ? burst.every_ms : Math.max(200, saidMs ?? everyMs);

/**
 * @param {object} parts
 * @param {import("../../shared/socket.js").Socket} parts.socket
 * @param {import("../../shared/camera.js").Camera} parts.camera
 * @param {import("../../shared/clock.js").Clock} parts.clock
 * @param {() => ExamState} parts.read
 * @param {() => import("../../shared/face_watch.js").TakenPicture|null} parts.better a clearer picture of the last seconds, if there is one
 */
export const makeWatch = ({ socket, camera, clock, read, better }) => {
  let burst = /** @type {{every_ms: number, until: number}|null} */ (null);
  let timer = /** @type {ReturnType<typeof setTimeout>|undefined} */ (undefined);
  let inFlight = false;
  let stopped = false;
  let sequence = 0;
  let sentAt = -Infinity;

  const isWanted = () => socket.isUp() && !read().replaced && WATCHED.has(read().server?.status ?? "");

  /** @returns {Promise<number|null>} what the server says about the next one */
  const sendOne = async () => {
    const kept = better();
    const picture = kept ?? (await camera.grab(read().server?.snapshot.width ?? 480));
    if (!picture) return null;
    const { jpeg, width, height } = picture;
    const payload = { sequence: (sequence += 1), taken_at: kept?.takenAt ?? clock.iso(), jpeg: await jpeg.arrayBuffer(), width, height };
    sentAt = clock.local();
    const answer = await socket.emit(UP.snapshot, payload, ANSWER_MS);
    return answer.next_ms ?? null;
  };

  const turn = async () => {
    if (!isWanted()) return again(IDLE_MS);
    inFlight = true;
    let saidMs = /** @type {number|null} */ (null);
    try {
      saidMs = await sendOne();
    } catch (error) {
      // A lost or refused picture is not repeated: the next one is newer and better.
      if (error instanceof Refused) console.warn("A picture was refused", error.code);
    } finally {
      inFlight = false;
    }
    again(nextWait({ everyMs: read().server?.snapshot.every_ms ?? 5_000, saidMs, burst, now: clock.local() }));
  };

  /** @param {number} ms */
  const again = (ms) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(turn, ms);
  };

  return {
    start: () => again(0),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    /** The page saw a change: the server should see it now, not in five seconds; once a second at most. */
    hurry: () => {
      const now = clock.local();
      const until = Math.max(burst && now < burst.until ? burst.until : 0, now + HURRY_FOR_MS);
      burst = { every_ms: HURRY_MS, until };
      if (!inFlight) again(Math.max(0, sentAt + HURRY_MS - now));
    },
    /** At its pace from the last picture on: another one at once would show the same moment again. @param {{every_ms: number, for_ms: number}} asked */
    burst: (asked) => {
      const now = clock.local();
      burst = { every_ms: asked.every_ms, until: now + asked.for_ms };
      if (!inFlight) again(Math.max(0, sentAt + asked.every_ms - now));
    },
  };
};
