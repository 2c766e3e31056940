/** The camera check page: the verdict first, then the picture, then each check with its remedy. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, dot, selfView } from "../../shared/components.js";
import { checksOf, verdictOf } from "./state.js";

/** @typedef {import("./state.js").CameraState} CameraState */
/** @typedef {import("./state.js").Check} Check */
/** @typedef {{start: () => void, choose: (id: string) => void}} Acts */
/** @typedef {{state: CameraState, say: import("../../shared/words.js").Say, act: Acts, stream: MediaStream|null}} Scene */

const VERDICT_TONE = { mend: "danger", waiting: "info", ready: "ok", ready_unseen: "ok" };

/** @param {Scene} scene */
const verdict = ({ state, say }) => {
  const kind = verdictOf(state);
  const wrong = checksOf(state).filter(({ tone }) => tone === "danger");
  return html`<section class="verdict notice ${VERDICT_TONE[kind]}" role="status" data-verdict=${kind}>
    <h2>${say(`verdict_${kind}`)}</h2>
    ${wrong.length ? html`<ul>${wrong.map(({ help }) => html`<li>${say(help ?? "")}</li>`)}</ul>` : html`<p>${say(`verdict_${kind}_help`)}</p>`}
  </section>`;
};

/** @param {Scene} scene */
const picture = ({ state, say, stream, act }) => {
  if (stream) return selfView(stream, say("self_view"));
  const again = state.camera !== "off" && state.camera !== "asking";
  return html`<div class="self-view nothing-yet">${button({ label: say(again ? "again" : "open"), press: act.start, kind: "primary" })}</div>`;
};

/** @param {Scene} scene */
const devices = ({ state, say, act }) =>
  state.devices.length > 1
    ? html`<div class="field">
        <label for="device">${say("choose_device")}</label>
        <select id="device" @change=${(/** @type {Event} */ event) => act.choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
          ${state.devices.map(({ id, label }) => html`<option value=${id} ?selected=${id === state.device?.id}>${label || say("unnamed")}</option>`)}
        </select>
      </div>`
    : nothing;

/** @param {Scene} scene @param {Check} check */
const row = ({ say }, { name, tone, word, values, help }) =>
  html`<li data-check=${name} data-tone=${tone}>
    <strong>${say(`check_${name}`)}</strong>
    ${dot(tone, say(word, values))} ${help && tone !== "danger" ? html`<span class="small muted">${say(help)}</span>` : nothing}
  </li>`;

/** @param {Scene} scene */
export const view = (scene) => {
  const { state, say } = scene;
  return html`<main class="camera-check stack">
    <div class="row spread">
      <h1>${say("title")}</h1>
      <nav class="row"><a class="button" href="/ujian">${say("to_exam")}</a></nav>
    </div>
    ${verdict(scene)}
    <div class="sides">
      <section class="card stack">
        ${picture(scene)} ${devices(scene)}
        <p class="small muted">${say("stays_here")}</p>
      </section>
      <section class="card"><ul class="checks">${checksOf(state).map((check) => row(scene, check))}</ul></section>
    </div>
  </main>`;
};
