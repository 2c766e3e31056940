/** What covers the questions: a pause, a break, the return from it, the end of the time, another log-in. Calm, with the reason and what to do. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, notice, troubleNotice } from "../../shared/components.js";
import { checkButton, checkHints } from "./gate_view.js";
import { ledgerTable } from "./ledger_view.js";
import { isOfficerMode } from "./state.js";
import { cameraNotice, clockWords, ownView } from "./signs_view.js";

/** @typedef {import("./view.js").Scene} Scene */

/** @param {Scene} scene */
const reasonWords = ({ state, say }) => {
  const key = `pause_${state.server?.status_reason?.cause ?? "proctor"}`;
  return say(say.has(key) ? key : "pause_proctor");
};

/** @param {Scene} scene */
const paused = (scene) => {
  const { say, state } = scene;
  return html`<h2>${say("paused_title")}</h2>
    <p class="large">${reasonWords(scene)}</p>
    ${clockWords(scene)}
    <p>${say("paused_answers")}</p>
    ${ownView(scene)} ${cameraNotice(scene)}
    <p>${say("paused_help")}</p>
    ${ledgerTable(scene, state.server?.ledger ?? [])}`;
};

/** @param {Scene} scene */
const away = (scene) => {
  const { say, act, state } = scene;
  const head = html`<h2>${say("away_title")}</h2><p class="large">${say("away_text")}</p>${clockWords(scene, "clock_runs_away")}`;
  if (isOfficerMode(state)) return html`${head}<p>${say("away_officer")}</p>`;
  return html`${head} ${ownView(scene)} ${cameraNotice(scene)} ${checkHints(scene)} ${troubleNotice(scene)}
    ${checkButton(scene, "return_do", act.comeBack, true)}
    <p class="muted">${say("away_help")}</p>`;
};

/** @param {Scene} scene */
const returning = (scene) => {
  const { say, act } = scene;
  return html`<h2>${say("returning_title")}</h2>
    <p class="large">${say("returning_text")}</p>
    ${clockWords(scene)} ${ownView(scene)} ${cameraNotice(scene)} ${checkHints(scene)}
    ${troubleNotice(scene)}
    ${checkButton(scene, "check_do", act.comeBack, true)}`;
};

/** @param {Scene} scene */
const closing = ({ state, say }) => {
  const waiting = Object.keys(state.pending).length;
  return html`<h2>${say("closing_title")}</h2>
    <p class="large">${say("closing_text")}</p>
    ${waiting ? notice({ tone: "warning", title: say("offline_waiting", { count: waiting }), text: say("closing_waits") }) : nothing}`;
};

/** @param {Scene} scene */
const opening = (scene) => html`<h2>${scene.say("opening_title")}</h2><div class="skeleton"></div><div class="skeleton"></div>${troubleNotice(scene)}`;

/** @param {Scene} scene */
const replaced = ({ say, act }) =>
  html`<h2>${say("replaced_title")}</h2>
    <p class="large">${say("replaced_text")}</p>
    <p>${say("replaced_help")}</p>
    ${button({ label: say("to_login"), press: act.reload })}`;

/** @param {Scene} scene */
const outdated = ({ say, act }) =>
  html`<h2>${say("outdated_title")}</h2><p class="large">${say("outdated_text")}</p>${button({ label: say("reload"), press: act.reload, kind: "primary" })}`;

const SCREENS = /** @type {Record<string, (scene: Scene) => unknown>} */ ({ paused, away, returning, closing, opening, replaced, outdated });

/** @param {Scene} scene @param {string} screen */
export const coverView = (scene, screen) => html`<div class="gate cover card stack">${(SCREENS[screen] ?? opening)(scene)}</div>`;
