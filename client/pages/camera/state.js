/** What the camera check page knows, the checks that follow from it, and the verdict over them. */

import { isVirtual } from "../../shared/camera_identity.js";
import { GATE_LIMITS, companyOf, hintsOf } from "../../shared/face_signs.js";

/** @typedef {import("../../shared/camera.js").CameraKind} CameraKind */
/** @typedef {import("../../shared/face_signs.js").Seen} Seen */
/** @typedef {{id: string, label: string}} Device */
/** @typedef {{width: number, height: number, rate: number}} Size */
/**
 * @typedef {{camera: CameraKind, devices: Device[], device: Device|null, size: Size|null, seen: Seen|null,
 *   watch: "off"|"loading"|"on"|"broken"}} CameraState
 */
/** @typedef {"ok"|"warning"|"danger"|"off"} Tone ok; worth mending; must be mended; not known yet */
/**
 * `word` and `help` are words of camera.json or shared.json.
 * @typedef {{name: string, tone: Tone, word: string, values?: Record<string, string|number>, help?: string}} Check
 */

/** @type {CameraState} */
export const START = Object.freeze({ camera: "off", devices: [], device: null, size: null, seen: null, watch: "off" });

const LEAST_WIDTH = 640;
const LEAST_HEIGHT = 480;
const NOT_OPEN = ["refused", "insecure", "unanswered"];
const NEVER_OPENED = ["missing", "busy"];
const NO_PICTURE = ["missing", "busy", "muted", "black", "frozen"];
const LIGHT = ["too_dark", "too_bright"];
const OF_THE_DARK = ["no_face", "too_blurred"]; // mended with the light

/** @param {CameraState} state @returns {Check} */
const permission = ({ camera }) => {
  if (NOT_OPEN.includes(camera)) return { name: "permission", tone: "danger", word: `camera_${camera}`, help: `${camera}_help` };
  if (NEVER_OPENED.includes(camera)) return { name: "permission", tone: "off", word: "permission_unknown" };
  const isAsked = camera === "off" || camera === "asking";
  return isAsked ? { name: "permission", tone: "off", word: "permission_asked" } : { name: "permission", tone: "ok", word: "permission_given" };
};

/** @param {CameraState} state @returns {Check} */
const picture = ({ camera }) => {
  if (NO_PICTURE.includes(camera)) return { name: "picture", tone: "danger", word: `camera_${camera}`, help: `${camera}_help` };
  return camera === "ok" ? { name: "picture", tone: "ok", word: "picture_moves" } : { name: "picture", tone: "off", word: "waiting" };
};

/** Known of a camera that shows nothing too: the wrong one may have been chosen. @param {CameraState} state @returns {Check} */
const device = ({ device: used }) => {
  if (!used) return { name: "device", tone: "off", word: "waiting" };
  const values = { label: used.label };
  if (isVirtual(used.label)) return { name: "device", tone: "danger", word: "device_virtual", values, help: "device_virtual_help" };
  return { name: "device", tone: "ok", word: "device_used", values };
};

/** @param {CameraState} state @returns {Check} */
const resolution = ({ size }) => {
  if (!size) return { name: "resolution", tone: "off", word: "waiting" };
  const values = { width: size.width, height: size.height, rate: Math.round(size.rate) };
  const isEnough = size.width >= LEAST_WIDTH && size.height >= LEAST_HEIGHT;
  if (isEnough) return { name: "resolution", tone: "ok", word: "resolution_is", values };
  return { name: "resolution", tone: "warning", word: "resolution_is", values, help: "resolution_help" };
};

/** @param {CameraState} state */
const isSeen = ({ camera, seen }) => camera === "ok" && seen !== null;

/** @param {CameraState} state @returns {Check} */
const unseen = ({ camera, watch }) => {
  const name = "face";
  if (camera === "ok" && watch === "broken") return { name, tone: "off", word: "watch_broken", help: "watch_broken_help" };
  return { name, tone: "off", word: camera === "ok" ? "watch_loading" : "waiting" };
};

/** @param {CameraState} state @returns {Check} */
const light = (state) => {
  if (!state.seen || !isSeen(state)) return { ...unseen(state), name: "light" };
  const hint = hintsOf(state.seen, GATE_LIMITS).find((one) => LIGHT.includes(one));
  return hint ? { name: "light", tone: "danger", word: `light_${hint}`, help: `light_${hint}_help` } : { name: "light", tone: "ok", word: "light_good" };
};

/** @param {CameraState} state @returns {Check} */
const face = (state) => {
  if (!state.seen || !isSeen(state)) return unseen(state);
  const hint = companyOf(state.seen) === "no_face" ? "no_face" : hintsOf(state.seen, GATE_LIMITS).find((one) => !LIGHT.includes(one));
  if (light(state).tone === "danger" && hint && OF_THE_DARK.includes(hint)) return { name: "face", tone: "off", word: "face_in_the_dark" };
  if (hint) return { name: "face", tone: "danger", word: `face_${hint}`, help: `hint_${hint}` };
  const percent = Math.round((100 * (state.seen.faces[0]?.height ?? 0)) / state.seen.height);
  return { name: "face", tone: "ok", word: "face_good", values: { percent } };
};

/** @param {CameraState} state @returns {Check[]} */
export const checksOf = (state) => [permission, picture, device, resolution, light, face].map((check) => check(state));

/**
 * What is wrong is said before what is not known; a page that cannot look for faces can still say that the camera works.
 * @param {CameraState} state @returns {"mend"|"waiting"|"ready"|"ready_unseen"}
 */
export const verdictOf = (state) => {
  const checks = checksOf(state);
  if (checks.some(({ tone }) => tone === "danger")) return "mend";
  const unknown = checks.filter(({ tone }) => tone === "off");
  if (!unknown.length) return "ready";
  return state.watch === "broken" && unknown.every(({ word }) => word === "watch_broken") ? "ready_unseen" : "waiting";
};
