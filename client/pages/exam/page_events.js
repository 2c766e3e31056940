/** What the page itself sees happening (focus, tab, full screen, camera, network), told to the server in small batches. */

import { Refused } from "../../shared/api.js";

const FLUSH_MS = 4_000;
const KEPT = 100;
const CAMERA_EVENT = /** @type {Record<string, string>} */ ({
  ok: "camera_back",
  refused: "camera_refused",
  insecure: "camera_refused",
  missing: "camera_missing",
  busy: "camera_busy",
  muted: "camera_muted",
  black: "camera_black",
  frozen: "camera_frozen",
  unanswered: "camera_unanswered",
});

/** The camera's first "ok" is not a return. @param {string} kind @param {string} before */
export const cameraEvent = (kind, before) => (kind === "ok" && ["off", "asking", "ok"].includes(before) ? null : (CAMERA_EVENT[kind] ?? null));

/**
 * @param {object} parts
 * @param {import("../../shared/api.js").Api} parts.api
 * @param {import("../../shared/clock.js").Clock} parts.clock
 * @param {() => boolean} parts.isWanted nobody is logged in: nothing to tell
 */
export const makeNotices = ({ api, clock, isWanted }) => {
  let waiting = /** @type {{kind: string, at: string}[]} */ ([]);
  let flying = false;

  const flush = async (keepalive = false) => {
    if (flying || !waiting.length || !isWanted()) return;
    flying = true;
    const batch = waiting;
    waiting = [];
    try {
      await api.post("/api/exam/events", { events: batch }, { keepalive });
    } catch (error) {
      // A refused batch would be refused again; a lost one goes with the next.
      if (!(error instanceof Refused)) waiting = [...batch, ...waiting].slice(-KEPT);
    } finally {
      flying = false;
    }
  };

  /** @param {string} kind */
  const note = (kind) => {
    if (isWanted()) waiting = [...waiting, { kind, at: clock.iso() }].slice(-KEPT);
  };

  window.addEventListener("blur", () => note("focus_lost"));
  window.addEventListener("focus", () => note("focus_back"));
  window.addEventListener("offline", () => note("offline"));
  window.addEventListener("online", () => note("online"));
  document.addEventListener("fullscreenchange", () => note(document.fullscreenElement ? "fullscreen_entered" : "fullscreen_left"));
  document.addEventListener("visibilitychange", () => {
    note(document.hidden ? "hidden" : "visible");
    void flush(true);
  });
  window.addEventListener("pagehide", () => void flush(true));
  setInterval(() => void flush(), FLUSH_MS);

  return { note };
};
