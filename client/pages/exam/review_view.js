/** Before finishing: every question in one table, then what will happen, then the tick and the second step. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, notice, troubleNotice } from "../../shared/components.js";
import { countOf, firstUnanswered, questionsOf } from "./answering.js";
import { cell, counts, savedLine } from "./questions_view.js";
import { isLastBlock } from "./state.js";
import { } from "./signs_view.js";

/** @typedef {import("./view.js").Scene} Scene */

/** @param {Scene} scene */
const blanks = ({ state, say, act }) => {
  const { answered, items } = countOf(state);
  if (answered === items) return notice({ tone: "ok", title: say("all_answered") });
  const action = html`<div>${button({ label: say("go_to_blank"), press: () => act.goTo(firstUnanswered(state)) })}</div>`;
  return notice({ tone: "warning", title: say("blanks_left", { count: items - answered }), text: say("blanks_text"), action });
};

/** @param {Scene} scene */
export const reviewView = (scene) => {
  const { state, say, act } = scene;
  const questions = questionsOf(state);
  return html`<div class="card stack wide">
    <h2>${say("review_title")}</h2>
    ${blanks(scene)} ${counts(scene)}
    ${state.paper?.sections.map(({ code, title }) => {
      const { answered, items } = countOf(state, code);
      return html`<section class="stack tight">
        <h3>${code} · ${title} <span class="number muted">${answered}/${items}</span></h3>
        <div class="grid roomy">${questions.map((question, position) => (question.section === code ? cell(scene, question, position) : nothing))}</div>
      </section>`;
    })}
    ${savedLine(scene)}
    <div class="row spread">
      ${button({ label: say("back_to_questions"), press: () => act.goTo(state.current) })}
      ${button({ label: say(!state.server || isLastBlock(state.server) ? "finish" : "finish_block"), press: act.toFinish, kind: "primary" })}
    </div>
  </div>`;
};

/** @param {Scene} scene */
export const finishView = (scene) => {
  const { state, say, act } = scene;
  const { answered, items } = countOf(state);
  const last = !state.server || isLastBlock(state.server);
  const waiting = Object.keys(state.pending).length;
  return html`<div class="gate card stack">
    <h2>${say(last ? "finish_title" : "finish_block_title")}</h2>
    <p class="large">${say("finish_counts", { answered, items })}</p>
    <p>${say(last ? "finish_text" : "finish_block_text")}</p>
    ${waiting ? notice({ tone: "warning", title: say("offline_waiting", { count: waiting }), text: say("finish_waits") }) : nothing}
    <label class="tick">
      <input type="checkbox" .checked=${state.agreed} @change=${act.toggleAgreed} />${say(last ? "finish_agree" : "finish_block_agree")}
    </label>
    ${troubleNotice(scene)}
    <div class="row spread">
      ${button({ label: say("back_to_questions"), press: () => act.goTo(state.current), kind: "primary" })}
      ${button({
        label: say(last ? "finish_do" : "finish_block_do"),
        press: act.finish,
        kind: "danger",
        busy: state.busy === "finish",
        off: !state.agreed || waiting > 0,
      })}
    </div>
  </div>`;
};
