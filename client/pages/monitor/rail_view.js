/** The rail: what waits for a proctor, the gravest on top, and below it what is over. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { hourOf } from "../../shared/time.js";
import { graver } from "./tile_status.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Incident} Incident */

/** @param {Scene} scene */
export const railView = (scene) => {
  const { state, say } = scene;
  const incidents = state.room?.incidents ?? [];
  const waiting = incidents.filter((one) => one.state === "open").sort(graver);
  const over = incidents.filter((one) => one.state === "closed");
  return html`<aside class="rail" aria-label=${say("rail_title")}>
    <h2>${say("rail_title")} <span class="number muted">${waiting.length || nothing}</span></h2>
    ${waiting.length
      ? html`<ul>${waiting.map((one) => html`<li>${entry(scene, one)}</li>`)}</ul>`
      : html`<div class="calm"><strong>${say("rail_empty_title")}</strong><span class="small muted">${say("rail_empty_text")}</span></div>`}
    ${over.length
      ? html`<details>
          <summary>${say("rail_closed", { count: over.length })}</summary>
          <ul>${over.map((one) => html`<li>${entry(scene, one)}</li>`)}</ul>
        </details>`
      : nothing}
  </aside>`;
};

/** @param {Scene} scene @param {Incident} incident */
const entry = (scene, incident) => {
  const { state, say, act } = scene;
  const open = incident.state === "open";
  const raised = open
    ? `${say(`severity_${incident.severity}`)} · ${ago(scene, incident.raised_at)}`
    : hourOf(incident.raised_at, state.room?.slot.zone);
  return html`<button
    type="button"
    class="entry s${open ? incident.severity : 0} ${state.open?.id === incident.id ? "chosen" : ""}"
    @click=${() => act.open({ kind: "incident", id: incident.id })}
  >
    <strong>${say(`incident_${incident.kind}`)}</strong>
    <span>${whoOf(scene, incident)}</span>
    <span class="small muted">${raised}</span>
  </button>`;
};

/** @param {Scene} scene @param {Incident} incident */
export const whoOf = ({ say }, { sitting, seat }) => (sitting ? say("seat_and_name", { name: sitting.name, seat: seat?.number ?? "-" }) : say("whole_room"));

/** @param {Scene} scene @param {string} at */
export const ago = ({ say, now }, at) => {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 60) return say("ago_s", { count: seconds });
  if (seconds < 3600) return say("ago_min", { count: Math.floor(seconds / 60) });
  return say("ago_h", { count: Math.floor(seconds / 3600) });
};
