/** One incident, opened: why, the pictures with their distances and both clocks, and what a proctor does about it. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, troubleNotice } from "../../shared/components.js";
import { hourOf } from "../../shared/time.js";
import { decimal, framesView } from "./frames_view.js";
import { ACTS, hindrance } from "./permitted_acts.js";
import { eventsTable, ledgerTable, reasonWords } from "./history_view.js";
import { picture } from "./panel_view.js";
import { whoOf } from "./rail_view.js";
import { tileOf } from "./state.js";
import { traceView } from "./evidence_plot_view.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Incident} Incident */
/** @typedef {import("./types.js").Details} Details */

const OFFERED = ["resume", "confirm_identity", "pause", "send_to_desk", "message", "grant", "terminate"];

/** @param {Scene} scene */
export const incidentView = (scene) => {
  const { state, say, act } = scene;
  const incident = state.room?.incidents.find(({ id }) => id === state.open?.id);
  if (!incident) return nothing;
  const zone = state.room?.slot.zone;
  return html`<aside class="panel wide" aria-label=${say(`incident_${incident.kind}`)}>
    <div class="panel-head">
      <div>
        <h2>${say(`incident_${incident.kind}`)}</h2>
        <p>${whoOf(scene, incident)}</p>
        <p class="small muted">${say("raised_at", { hour: hourOf(incident.raised_at, zone) })} · ${say(`severity_${incident.severity}`)}</p>
      </div>
      ${button({ label: say("close"), press: () => act.open(null), kind: "quiet" })}
    </div>
    ${troubleNotice(scene)} ${closedLine(scene, incident)} ${actions(scene, incident)}
    ${state.details ? details(scene, incident, state.details) : html`<div class="skeleton"></div>`}
  </aside>`;
};

/** @param {Scene} scene @param {Incident} incident */
const closedLine = ({ state, say }, { closed }) => {
  if (!closed) return nothing;
  const told = { hour: hourOf(closed.at, state.room?.slot.zone), note: reasonWords(say, closed.note), by: closed.by ?? "" };
  return html`<p class="small">${say(closed.by ? "closed_by" : "closed_by_system", told)}</p>`;
};

/** @param {Scene} scene @param {Incident} incident */
const actions = ({ state, say, act }, incident) => {
  const room = /** @type {import("./types.js").Room} */ (state.room);
  const sitting = incident.sitting ? tileOf(state, incident.sitting.id)?.sitting : undefined;
  const can = sitting && incident.state === "open" ? OFFERED.filter((name) => hindrance(name, sitting, room) === null) : [];
  return html`<div class="acts">
    ${sitting
      ? can.map((name, index) =>
          button({
            label: say(`act_${name}`),
            press: () => act.ask({ kind: "act", act: name, sittings: [sitting.id] }),
            kind: ACTS[name]?.danger ? "careful" : index === 0 ? "primary" : "",
          }),
        )
      : nothing}
    ${incident.state === "open" && room.may.includes("close_incident")
      ? button({ label: say("close_incident"), press: () => act.ask({ kind: "close", incident: incident.id }) })
      : nothing}
    ${sitting ? button({ label: say("open_person"), press: () => act.open({ kind: "sitting", id: sitting.id }), kind: "quiet" }) : nothing}
  </div>`;
};

/** @param {Scene} scene @param {Incident} incident @param {Details} known */
const details = (scene, incident, known) => {
  const { say } = scene;
  const base = incident.sitting ? `/api/monitor/sittings/${incident.sitting.id}` : "";
  return html`<section class="stack tight">
      <h3>${say("why_title")}</h3>
      ${(known.why ?? []).map(({ key, parameters }) => html`<p>${say(key, commas(parameters))}</p>`)}
    </section>
    ${known.decided ? html`<section class="stack tight"><h3>${say("decided_title")}</h3><p>${say(`decided_${known.decided}`)}</p></section>` : nothing}
    ${incident.sitting
      ? html`<div class="pictures">
          ${picture(say("picture_reference"), known.has_reference ? `${base}/reference.jpg` : null, say("picture_no_photo"))}
          ${picture(say("picture_desk"), known.has_desk ? `${base}/desk.jpg` : null, say("picture_none"))}
          ${picture(say("picture_trigger"), frameOf(incident, known), say("picture_none"))}
        </div>`
      : nothing}
    ${traceView(scene, known.trace, known.evidence_limit)}
    ${incident.sitting
      ? html`${framesView(scene, incident, known)} ${ledgerTable(scene, known.ledger)} ${eventsTable(scene, known.events)}`
      : nothing}`;
};

/** What raised it, to be seen beside the others. @param {Incident} incident @param {Details} known */
const frameOf = (incident, known) => {
  const trigger = known.frames?.find(({ phase }) => phase === "trigger");
  return trigger ? `/api/monitor/incidents/${incident.id}/frames/${trigger.id}.jpg` : null;
};

/** @param {Record<string, string|number>} parameters */
const commas = (parameters) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typeof value === "number" && !Number.isInteger(value) ? decimal(value) : value]));
