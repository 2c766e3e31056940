/** The pictures kept with an incident: each with the boxes of its faces, its distance against the limit, and how good it is. */

import { html, nothing, svg } from "/packages/lit-html/lit-html.js";
import { hourOf } from "../../shared/time.js";
import { likenessOf, qualityOf } from "./frame_labels.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Incident} Incident */
/** @typedef {import("./types.js").Details} Details */
/** @typedef {import("./types.js").Frame} Frame */

/** @param {Scene} scene @param {Incident} incident @param {Details} known */
export const framesView = (scene, incident, known) => {
  const { say } = scene;
  const taken = known.frames ?? [];
  const isBoxed = taken.some(({ measured }) => measured?.faces.length);
  return html`<section class="stack tight">
    <h3>${say("frames_title")}</h3>
    ${taken.length ? nothing : html`<p class="small muted">${say("frames_none")}</p>`}
    ${isBoxed ? html`<p class="small muted">${say("frames_boxes")}${known.limit ? ` ${say("gate_limit", { limit: decimal(known.limit) })}` : ""}</p>` : nothing}
    <div class="frames">${taken.map((frame) => figure(scene, incident, frame, known.limit))}</div>
  </section>`;
};

/** @param {Scene} scene @param {Incident} incident @param {Frame} frame @param {number|null|undefined} limit */
const figure = ({ state, say }, incident, frame, limit) => {
  const zone = state.room?.slot.zone;
  const likeness = likenessOf(frame, limit);
  const phase = say(`phase_${frame.phase}`);
  const alt = say("frame_alt", { phase, hour: hourOf(frame.received_at, zone) });
  return html`<figure class="${frame.phase} ${likeness ?? ""}">
    <div class="framed">
      <img src=${`/api/monitor/incidents/${incident.id}/frames/${frame.id}.jpg`} alt=${alt} loading="lazy" />
      ${boxes(frame)}
    </div>
    <figcaption class="small">
      <strong class="phase">${phase}</strong>
      ${likeness ? html`<span class="likeness">${say(`likeness_${likeness}`)}</span>` : nothing}
      ${frame.distance === null ? nothing : html`<span>${distance(say, frame.distance, limit)}</span>`}
      ${frame.measured ? html`<span>${say("quality", { quality: qualityOf(frame).map((key) => say(key)).join(", ") })}</span>` : nothing}
      <span class="muted number">${say("at_pc", { hour: hourOf(frame.taken_at, zone) })}</span>
      <span class="muted number">${say("at_server", { hour: hourOf(frame.received_at, zone) })}</span>
    </figcaption>
  </figure>`;
};

/**
 * Over the picture, whatever its size: the nearest face's box in one line, others' in dashes. Drawn twice, so that it shows on
 * dark and on light.
 * @param {Frame} frame
 */
const boxes = ({ measured }) =>
  measured?.faces.length
    ? html`<svg class="boxes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        ${measured.faces.map(([x, y, width, height], place) =>
          ["under", "over"].map((layer) => svg`<rect class="${layer} ${place ? "other" : "main"}" x=${x} y=${y} width=${width} height=${height}></rect>`),
        )}
      </svg>`
    : nothing;

/** @param {Scene["say"]} say @param {number} reached @param {number|null|undefined} limit */
const distance = (say, reached, limit) =>
  limit ? say("distance_of", { distance: decimal(reached), limit: decimal(limit) }) : say("distance_only", { distance: decimal(reached) });

/** 0.8123 -> "0,81" @param {number} value */
export const decimal = (value) => value.toFixed(2).replace(".", ",");
