/** Signs that several screens show: how the camera and the face look, and what the last press of a button met. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, dot, notice, selfView } from "../../shared/components.js";
import { duration, hourInWords } from "../../shared/time.js";
import { isOfficerMode, leftMs, zoneOf } from "./state.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {"info"|"ok"|"warning"|"danger"|"off"} Tone */

const CAMERA_TONE = /** @type {Record<string, Tone>} */ ({ ok: "ok", off: "off", asking: "off" });
const LOOK_TONE = /** @type {Record<string, Tone>} */ ({
  same: "ok", different: "danger", unsure: "off", no_face: "warning", two_faces: "warning", unverified: "off",
});

/** The camera's own trouble is said before what is seen through it, by the page at once or by the server later. @param {Scene} scene */
export const watchDot = ({ state, say }) => {
  if (isOfficerMode(state)) return dot("off", say("look_officer"));
  if (state.camera !== "ok") return dot(CAMERA_TONE[state.camera] ?? "danger", say(`camera_${state.camera}`));
  if (state.hint && state.look?.kind !== "different") return dot("warning", hintOf(say(`hint_${state.hint}`)));
  if (state.look && say.has(`look_${state.look.kind}`)) return dot(LOOK_TONE[state.look.kind] ?? "off", say(`look_${state.look.kind}`));
  return dot("ok", say("camera_ok"));
};

/** Hints read "what is amiss: what to do"; a header beside other things has room for the first half (exam.css). @param {string} hint */
const hintOf = (hint) => {
  const until = hint.search(/:|\.$/);
  return html`<span>${hint.slice(0, until)}<span class="remedy">${hint.slice(until)}</span></span>`;
};

/** The person as the camera sees them, small; nothing where an officer looks instead, or it gives no picture. @param {Scene} scene */
export const ownView = ({ state, say, stream }) =>
  isOfficerMode(state) || (!stream && hasCameraFault(state)) ? nothing : selfView(stream, say("self_view"));

/** @param {Scene["state"]} state */
const hasCameraFault = ({ camera }) => !["ok", "off", "asking"].includes(camera);

/** What is wrong with the camera and what to do. @param {Scene} scene */
export const cameraNotice = ({ state, say }) =>
  isOfficerMode(state) || !hasCameraFault(state)
    ? nothing
    : notice({ tone: "warning", title: say(`camera_${state.camera}`), text: say(`camera_${state.camera}_help`) });

/** @param {Scene} scene */
export const proctorMessage = ({ state, say, act }) => {
  const message = state.server?.message;
  if (!message || message.id === state.readMessage) return nothing;
  const title = say("message_from_proctor", { hour: hourInWords(message.at, zoneOf(state)) });
  return notice({ title, text: message.text, action: button({ label: say("message_read"), press: act.readMessage }) });
};

/** @param {Scene} scene @param {string} runs what is said of a clock that does not stop */
export const clockWords = ({ state, say, now }, runs = "clock_runs") => {
  const left = leftMs(state, now);
  if (left === null) return nothing;
  const stopped = state.server?.time?.stopped;
  return html`<p class="large">${say(stopped ? "clock_stopped" : runs, { left: duration(left) })}</p>`;
};
