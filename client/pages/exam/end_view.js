/** After the exam: the scores with every threshold met or not, or the plain word that there are none. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { notice } from "../../shared/components.js";
import { ledgerTable } from "./ledger_view.js";

/** @typedef {import("./view.js").Scene} Scene */

/** A sign besides the colour. @param {Scene["say"]} say @param {boolean|null} met */
const verdict = (say, met) =>
  met === null
    ? html`<span class="muted">${say("no_threshold")}</span>`
    : html`<strong class=${met ? "met" : "missed"}>${met ? "✓" : "✕"} ${say(met ? "met" : "missed")}</strong>`;

/** @param {Scene} scene @param {import("./types.js").Scores} scores */
const table = ({ say }, scores) => {
  const sections = new Set(scores.sections.map(({ code }) => code));
  const others = scores.checks.filter(({ what }) => !sections.has(what));
  return html`<table class="scores">
    <thead><tr><th>${say("section")}</th><th>${say("answered")}</th><th>${say("score")}</th><th>${say("required")}</th><th>${say("threshold")}</th></tr></thead>
    <tbody>
      ${scores.sections.map(
        ({ code, title, score, maximum, answered, items, required, met }) => html`<tr>
          <th scope="row">${code}<span class="small muted title">${title}</span></th>
          <td class="number">${answered}/${items}</td>
          <td class="number large"><b>${score}</b> <span class="small muted">/ ${maximum}</span></td>
          <td class="number">${required ?? "–"}</td>
          <td>${verdict(say, met)}</td>
        </tr>`,
      )}
      <tr class="sum">
        <th scope="row">${say("total")}</th><td></td>
        <td class="number large"><b>${scores.total}</b> <span class="small muted">/ ${scores.maximum}</span></td>
        <td class="number">${others.find(({ what }) => what === "total")?.required ?? "–"}</td>
        <td>${others.map(({ met }) => verdict(say, met))}</td>
      </tr>
    </tbody>
  </table>`;
};

/** @param {Scene} scene @param {import("./types.js").Scores} scores */
const outcome = ({ say }, { passed }) =>
  passed
    ? notice({ tone: "ok", title: say("passed"), text: say("passed_text") })
    : notice({ tone: "info", title: say("not_passed"), text: say("not_passed_text") });

/** @param {Scene} scene */
export const endView = (scene, /** @type {string} */ screen) => {
  const { state, say } = scene;
  const server = state.server;
  const status = server?.status ?? "";
  const waiting = Object.keys(state.pending).length;
  const title = say(say.has(`end_${status}`) ? `end_${status}` : "end_other");
  const refused = state.refusedAnswers;
  return html`<div class="card stack wide end">
    <h2>${title}</h2>
    ${screen === "ended" ? html`<p class="large">${say(say.has(`end_${status}_text`) ? `end_${status}_text` : "end_other_text")}</p>` : nothing}
    ${waiting ? notice({ tone: "warning", title: say("offline_waiting", { count: waiting }), text: say("closing_waits") }) : nothing}
    ${refused.length ? notice({ tone: "warning", title: say("answers_refused", { count: refused.length }), text: say.error(refused[0]) }) : nothing}
    ${server?.scores
      ? html`${outcome(scene, server.scores)}
          <div class="scroll">${table(scene, server.scores)}</div>`
      : screen === "scores" ? html`<p>${say("scores_coming")}</p>` : nothing}
    ${ledgerTable(scene, server?.ledger ?? [])}
    <p class="muted">${say("end_stay")}</p>
  </div>`;
};
