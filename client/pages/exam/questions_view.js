/** One question at a time, the sections above it, the grid of numbers beside it. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, confirmDialog, notice, troubleNotice } from "../../shared/components.js";
import { hourOf } from "../../shared/time.js";
import { chosenLetter, countOf, currentOf, letterOf, questionsOf, saveState } from "./answering.js";
import { isOfficerMode, zoneOf } from "./state.js";
import { cameraNotice, ownView, proctorMessage, watchDot } from "./signs_view.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./answering.js").Numbered} Numbered */

/** Drawings come as SVG text; shown as a picture they can neither run scripts nor fetch anything. @param {string|null} svg @param {string} alt */
export const figure = (svg, alt) =>
  svg ? html`<img class="figure" src=${`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt=${alt} />` : nothing;

/** @param {Scene} scene */
const tabs = ({ state, say, act }) => {
  const here = currentOf(state)?.section;
  return html`<nav class="tabs" aria-label=${say("sections")}>
    ${state.paper?.sections.map(({ code, title }) => {
      const { answered, items } = countOf(state, code);
      return html`<button type="button" class="tab" title=${title} aria-current=${code === here ? "true" : "false"} @click=${() => act.goToSection(code)}>
        ${code} <span class="number">${answered}/${items}</span>
      </button>`;
    })}
  </nav>`;
};

/** @param {Scene} scene @param {Numbered} question */
const options = ({ state, say, act }, { item, number }) => {
  // The second half of a double click on "Berikutnya" falls on whatever stands there now: it answers nothing.
  const pick = (/** @type {string} */ option) => (/** @type {MouseEvent} */ { detail }) => void (detail > 1 || act.choose(option));
  const chosen = state.answers[item.id]?.option ?? null;
  const pictured = item.options.every((option) => option.figure && !option.text);
  return html`<div class="options ${pictured ? "pictured" : ""}" role="radiogroup" aria-labelledby="question-text">
    ${item.options.map(
      (option, index) => html`<button
        type="button"
        class="option"
        role="radio"
        data-option=${option.id}
        aria-checked=${option.id === chosen ? "true" : "false"}
        @click=${pick(option.id)}
      >
        <span class="letter" aria-hidden="true">${letterOf(index)}</span>
        <span class="option-text"><span class="for-ears">${letterOf(index)}. </span>${option.text}${figure(
          option.figure,
          say("figure_of_option", { number, letter: letterOf(index) }),
        )}</span>
      </button>`,
    )}
  </div>`;
};

/** @param {Scene} scene */
export const savedLine = ({ state, say }) => {
  const { kind, waiting } = saveState(state);
  const at = state.savedAt ? hourOf(state.savedAt, zoneOf(state)) : "";
  return html`<p class="save-state ${kind}" role="status">${kind === "none" ? say("save_none") : say(`save_${kind}`, { at, count: waiting })}</p>`;
};

/** @param {Scene} scene @param {Numbered} question */
const questionCard = (scene, question) => {
  const { state, say, act } = scene;
  const { item, number } = question;
  const answer = state.answers[item.id];
  const last = number === questionsOf(state).length;
  return html`<article class="question card">
    <div class="row spread">
      <h2 class="number">${say("question", { number })}</h2>
      <button type="button" class="doubt" aria-pressed=${answer?.doubtful ? "true" : "false"} @click=${act.toggleDoubt}>
        <span class="flag" aria-hidden="true"></span>${say("doubtful")}
      </button>
    </div>
    <div class="reading" id="question-text"><p class="question-text">${item.text}</p>${figure(item.figure, say("figure_of", { number }))}</div>
    ${options(scene, question)}
    <div class="row spread under">
      ${savedLine(scene)}
      ${answer?.option ? button({ label: say("clear_answer"), press: act.clear, kind: "quiet" }) : nothing}
    </div>
    <div class="row spread steps">
      ${button({ label: say("previous"), press: () => act.step(-1), off: number === 1 })}
      ${last
        ? button({ label: say("to_review"), press: act.review, kind: "primary" })
        : button({ label: say("next"), press: () => act.step(1), kind: "primary" })}
    </div>
  </article>`;
};

/**
 * Red outline and bare number: open; green and the letter: answered; a flag in the corner: ragu-ragu.
 * @param {Scene} scene @param {Numbered} question @param {number} position
 */
export const cell = ({ state, say, act }, { item, number }, position) => {
  const letter = chosenLetter(state, item);
  const doubtful = state.answers[item.id]?.doubtful ?? false;
  const spoken = [say("question", { number }), letter ? say("cell_answered", { letter }) : say("cell_open"), doubtful ? say("doubtful") : ""];
  return html`<button
    type="button"
    class="cell ${letter ? "answered" : "open"} ${doubtful ? "doubtful" : ""}"
    aria-current=${position === state.current ? "true" : "false"}
    @click=${() => act.goTo(position)}
  >
    <span class="for-ears">${spoken.filter(Boolean).join(", ")}</span>
    <span class="number" aria-hidden="true">${number}</span>${letter ? html`<b aria-hidden="true">${letter}</b>` : nothing}
  </button>`;
};

/** @param {Scene} scene */
export const counts = ({ state, say }) => {
  const { answered, doubtful, items } = countOf(state);
  return html`<ul class="counts">
    <li><span class="key answered" aria-hidden="true"></span>${say("count_answered", { count: answered })}</li>
    <li><span class="key open" aria-hidden="true"></span>${say("count_open", { count: items - answered })}</li>
    <li><span class="key doubtful" aria-hidden="true"></span>${say("count_doubtful", { count: doubtful })}</li>
  </ul>`;
};

/** @param {Scene} scene */
const side = (scene) => {
  const { state, say, act } = scene;
  const here = currentOf(state)?.section;
  return html`<aside class="side card ${state.drawer ? "drawn" : ""}" aria-label=${say("grid")}>
    <div class="row spread drawer-head"><h2>${say("grid")}</h2>${button({ label: say("close"), press: act.toggleDrawer })}</div>
    <div class="grid">
      ${questionsOf(state).map((question, position) => (question.section === here ? cell(scene, question, position) : nothing))}
    </div>
    ${counts(scene)}
    <div class="self">${ownView(scene)}<div class="small">${watchDot(scene)}</div></div>
    <div class="stack tight">
      ${button({ label: say("leave"), press: act.askLeave, busy: state.busy === "leave" })} ${button({ label: say("finish"), press: act.review })}
    </div>
  </aside>`;
};

/** One wrong press must not cover the questions while the time runs. @param {Scene} scene */
const leaving = ({ state, say, act }) =>
  confirmDialog({
    title: say("leave_title"),
    text: say(isOfficerMode(state) ? "leave_text_officer" : "leave_text"),
    safe: say("cancel"),
    act: say("leave_do"),
    close: act.stay,
    go: act.leave,
  });

/** What the person should know while working, above the question and never over it. @param {Scene} scene */
const news = (scene) => {
  const { state, say, act } = scene;
  const refused = state.refusedAnswers.at(-1);
  return html`${proctorMessage(scene)}
    ${state.blockBegan ? notice({ title: say("block_began", { title: state.blockBegan }), text: say("block_began_text") }) : nothing}
    ${refused
      ? notice({
          tone: "danger",
          title: say("answer_refused_title"),
          text: say.error(refused),
          action: button({ label: say("message_read"), press: act.readRefusal }),
        })
      : nothing}
    ${troubleNotice(scene)} ${cameraNotice(scene)}`;
};

/** @param {Scene} scene */
export const questionsView = (scene) => {
  const { state, say, act } = scene;
  const question = currentOf(state);
  const { answered, items } = countOf(state);
  return html`<div class="working">
    <div class="stack tight">
      ${tabs(scene)} ${question ? questionCard(scene, question) : nothing}
      <div class="drawer-handle">
        <button type="button" aria-expanded=${state.drawer ? "true" : "false"} @click=${act.toggleDrawer}>
          ${say("open_grid")} <span class="number">${answered}/${items}</span>
        </button>
      </div>
    </div>
    <div class="news stack tight">${news(scene)}</div>
    ${side(scene)} ${state.leaving ? leaving(scene) : nothing}
  </div>`;
};
