/** The waiting room: how long until the exam, what it asks for, what an answer earns, and the rules of the house. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, troubleNotice } from "../../shared/components.js";
import { duration, hourInWords } from "../../shared/time.js";
import { pointSchemes, zoneOf } from "./state.js";
import { cameraNotice, ownView, watchDot } from "./signs_view.js";

/** @typedef {import("./view.js").Scene} Scene */

/** @param {Scene} scene */
const countdown = ({ state, say, now }) => {
  const slot = state.server?.slot;
  if (!slot || slot.status === "open") return nothing;
  const left = Date.parse(slot.starts_at) - now;
  if (slot.status !== "prepared" || left <= 0) return html`<p class="large">${say(say.has(`slot_${slot.status}`) ? `slot_${slot.status}` : "slot_soon")}</p>`;
  return html`<div><p class="muted">${say("begins_in", { hour: hourInWords(slot.starts_at, zoneOf(state)) })}</p>
    <time class="countdown number" role="timer">${duration(left)}</time></div>`;
};

/** How much there is to do, in how long. @param {Scene} scene */
const task = ({ state, say }) => {
  const blocks = state.server?.exam.blocks ?? [];
  return blocks.map(({ title, minutes, sections }) => {
    const items = sections.reduce((sum, section) => sum + section.items, 0);
    const list = sections.map((section) => `${section.code} ${section.items}`).join(", ");
    return html`<p>${blocks.length > 1 ? html`<b>${title}</b>: ` : nothing}${say("task", { items, minutes, list })}</p>`;
  });
};

/** @param {Scene} scene */
const points = ({ state, say }) => {
  const told = pointSchemes(state.server?.exam.blocks ?? []).map(({ least, most, codes }) =>
    say(least === 0 ? "points_one_key" : "points_graded", { sections: codes.join(", "), least, most }),
  );
  return html`<p>${[...told, say("task_points")].join(" ")}</p>`;
};

const HOUSE_RULES = ["spreading", "talking", "leaving", "carrying", "eating"];

/** What may end an exam, said before it begins. @param {Scene} scene */
const houseRules = ({ say }) =>
  html`<section class="card stack">
    <h2>${say("house_title")}</h2>
    <ul class="rules house">${HOUSE_RULES.map((rule) => html`<li>${say(`house_${rule}`)}</li>`)}</ul>
    <p class="muted small">${say("house_source")}</p>
  </section>`;

/** @param {Scene} scene */
export const waiting = (scene) => {
  const { state, say, act } = scene;
  const isOpen = state.server?.slot.status === "open";
  const isBusyElse = state.busy !== null && state.busy !== "begin"; // a press would be lost while the face check ends
  return html`<div class="confirm">
    <section class="card stack">
      <h2>${say(isOpen ? "ready_title" : "waiting_title")}</h2>
      ${countdown(scene)}
      ${isOpen ? html`<p>${say("ready_text")}</p>` : html`<p>${say("waiting_text")}</p>`}
      <div>${task(scene)}${points(scene)}</div>
      ${button({ label: say("begin"), press: act.begin, kind: "primary large", busy: state.busy === "begin", off: !isOpen || isBusyElse })}
      ${troubleNotice(scene)}
      <h3>${say("rules_title")}</h3>
      <ul class="rules">
        ${["saved", "keys", "doubt", "network", "camera", "help"].map((rule) => html`<li>${say(`rule_${rule}`)}</li>`)}
      </ul>
    </section>
    <div class="stack">
      ${houseRules(scene)}
      <section class="card stack">
        <h2>${say("your_camera")}</h2>
        ${ownView(scene)}
        <p>${watchDot(scene)}</p>
        ${cameraNotice(scene)}
      </section>
    </div>
  </div>`;
};
