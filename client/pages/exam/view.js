/** The whole page: header with person and time, the bar of the connection, and the screen that follows from the state. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { personCard } from "../../shared/components.js";
import { duration } from "../../shared/time.js";
import { saveState } from "./answering.js";
import { coverView } from "./cover_view.js";
import { endView } from "./end_view.js";
import { gateView } from "./gate_view.js";
import { questionsView } from "./questions_view.js";
import { finishView, reviewView } from "./review_view.js";
import { proctorMessage, watchDot } from "./signs_view.js";
import { leftMs, screenOf } from "./state.js";

/** @typedef {import("./types.js").ExamState} ExamState */
/** @typedef {import("../../shared/words.js").Say} Say */
/** @typedef {import("./actions.js").Acts} Acts */
/** @typedef {{state: ExamState, say: Say, act: Acts, now: number, stream: MediaStream|null}} Scene what every view reads */

/** @param {Scene} scene */
const sizes = ({ state, say, act }) =>
  html`<div class="row sizes" role="group" aria-label=${say("reading_aids")}>
    <button type="button" class="quiet" aria-label=${`A− ${say("text_smaller")}`} ?disabled=${state.text === 16} @click=${() => act.resizeText(-1)}>A−</button>
    <button type="button" class="quiet" aria-label=${`A+ ${say("text_larger")}`} ?disabled=${state.text === 28} @click=${() => act.resizeText(1)}>
      A+
    </button>
    <button type="button" class="quiet" aria-pressed=${state.contrast ? "true" : "false"} @click=${act.toggleContrast}>${say("contrast")}</button>
  </div>`;

/** @param {Scene} scene */
const timeLeft = ({ state, say, now }) => {
  const left = leftMs(state, now);
  if (left === null || state.server?.scores) return nothing;
  const stopped = state.server?.time?.stopped;
  return html`<div class="time-left ${left < 300_000 ? "short" : ""}">
    <span class="small muted">${say(stopped ? "time_stopped" : "time_left")}</span>
    <time class="number" role="timer" aria-live="off">${duration(left)}</time>
  </div>`;
};

/** @param {Scene} scene */
const header = (scene) => {
  const { state, say } = scene;
  const person = state.server?.person;
  return html`<header class="top">
    <h1 class="title">${state.server?.exam.title ?? say("product")}</h1>
    ${person ? personCard(person) : nothing}
    ${state.camera === "off" ? nothing : html`<div class="watch">${watchDot(scene)}</div>`} ${sizes(scene)} ${timeLeft(scene)}
  </header>`;
};

/** Whoever is at work reads first that they may go on. @param {Scene} scene @param {boolean} atWork */
const offlineWords = ({ state, say }, atWork) => {
  const { waiting } = saveState(state);
  if (waiting) return say(atWork ? "go_on_waiting" : "offline_waiting", { count: waiting });
  return say(atWork ? "go_on" : "offline");
};

/** @param {Scene} scene @param {string} screen */
const connectionBar = (scene, screen) => {
  const { state, say } = scene;
  if (!state.server) return nothing;
  if (state.offline) return html`<div class="bar" role="status">${offlineWords(scene, ["questions", "review"].includes(screen))}</div>`;
  return state.wasOffline ? html`<div class="bar back" role="status">${say("back_online")}</div>` : nothing;
};

const SCREENS = /** @type {Record<string, (scene: Scene, screen: string) => unknown>} */ ({
  questions: questionsView,
  review: reviewView,
  finish: finishView,
  paused: coverView,
  away: coverView,
  returning: coverView,
  closing: coverView,
  opening: coverView,
  replaced: coverView,
  outdated: coverView,
  scores: endView,
  ended: endView,
});

/** Questions show it in their own place; after the end there is nothing left to do about it. */
const WITHOUT_MESSAGE = ["questions", "scores", "ended"];

/** @param {Scene} scene */
export const view = (scene) => {
  const screen = screenOf(scene.state, scene.now);
  return html`${header(scene)} ${connectionBar(scene, screen)}
    ${WITHOUT_MESSAGE.includes(screen) ? nothing : html`<div class="message">${proctorMessage(scene)}</div>`}
    <main class="screen" data-screen=${screen}>${(SCREENS[screen] ?? gateView)(scene, screen)}</main>
    <div class="for-ears" role="status" aria-live="polite">${scene.state.spoken}</div>`;
};

