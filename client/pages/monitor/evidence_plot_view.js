/** How looks added up to an incident: a curve against its limit, one dot a look. */

import { html, nothing, svg } from "/packages/lit-html/lit-html.js";
import { hourOf } from "../../shared/time.js";
import { EDGE, HEIGHT, WIDTH, places } from "./evidence_plot.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Traced} Traced */

/** @param {Scene} scene @param {Traced[]|undefined} trace @param {number|null|undefined} limit */
export const traceView = ({ state, say }, trace, limit) => {
  if (!trace?.length || !limit) return nothing;
  const { dots, limit: line } = places(trace, limit);
  const zone = state.room?.slot.zone;
  const [from, to] = [trace[0], trace[trace.length - 1]].map((look) => hourOf(look?.at ?? "", zone));
  return html`<section class="stack tight trace">
    <h3>${say("trace_title")}</h3>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${say("trace_alt", { looks: trace.length, from: from ?? "", to: to ?? "" })}>
      <line class="limit" x1=${EDGE} x2=${WIDTH - EDGE} y1=${line} y2=${line}></line>
      <text x=${EDGE} y=${line + 22}>${say("trace_limit")}</text>
      <polyline points=${dots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}></polyline>
      ${dots.map(({ x, y, kind }) => svg`<circle class=${kind} cx=${x.toFixed(1)} cy=${y.toFixed(1)} r=${kind === "different" ? 7 : 5}></circle>`)}
    </svg>
    <p class="times small muted number"><span>${from}</span><span>${to}</span></p>
    <p class="small muted">${say("trace_text")}</p>
  </section>`;
};
