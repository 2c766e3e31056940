/** Active liveness: what the person is asked to do now, in large letters, and how it ended. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, inSight, notice } from "../../shared/components.js";
import { mustMove } from "./state.js";

/** @typedef {import("./view.js").Scene} Scene */

/** @param {Scene} scene */
export const livenessButton = ({ state, say, act }) => {
  const hasMoved = state.liveness !== null && state.liveness.passed !== null;
  return state.person?.liveness === "off" || (state.liveness?.passed && state.person?.liveness !== "require")
    ? nothing
    : button({
        label: say(hasMoved ? "liveness_again" : "liveness_do"),
        press: act.showAlive,
        kind: mustMove(state) ? "primary main" : "",
        focused: mustMove(state),
        busy: state.busy === "liveness",
        off: state.camera !== "ok" || state.busy !== null,
      });
};

/** @param {Scene} scene */
const asked = ({ state: { liveness }, say }) => {
  if (!liveness?.prompt) return html`<p class="prompt" role="status" ${inSight()}><strong>${say("liveness_judging")}</strong></p>`;
  const doing = liveness.prompt === "front" ? say("liveness_front") : say(`liveness_prompt_${liveness.prompt}`);
  return html`<p class="prompt" role="status" ${inSight()}>
    <span class="small muted">${say("liveness_step", { number: liveness.number, of: liveness.of })}</span><strong>${doing}</strong>
  </p>`;
};

/** @param {Scene} scene */
export const livenessNotice = (scene) => {
  const { state, say } = scene;
  if (state.busy === "liveness") return asked(scene);
  if (!state.liveness || state.liveness.passed === null) {
    return mustMove(state) ? notice({ title: say("liveness_first"), text: say("liveness_first_text") }) : nothing;
  }
  if (state.liveness.passed) return notice({ tone: "ok", title: say("liveness_passed") });
  const faults = state.liveness.faults.map((fault) => say(`liveness_fault_${fault}`)).join(" ");
  const next = say(state.person?.liveness === "require" ? "liveness_failed_require" : "liveness_failed_advise");
  return notice({ tone: "warning", title: say("liveness_failed"), text: `${faults} ${next}` });
};
