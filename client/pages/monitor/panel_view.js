/** One person, opened: the pictures side by side, how things stand in words, what can be done, and what has happened. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, dot, notice, troubleNotice } from "../../shared/components.js";
import { duration, hourOf } from "../../shared/time.js";
import { ACTS, hindrance } from "./permitted_acts.js";
import { eventsTable, ledgerTable, reasonWords } from "./history_view.js";
import { incidentsOf, isStale, leftMs, signsOf } from "./tile_status.js";
import { tileOf } from "./state.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Taken} Taken */

/** @param {Scene} scene */
export const panelView = (scene) => {
  const { state, say, act } = scene;
  const tile = tileOf(state, state.open?.id ?? "");
  if (!tile) return nothing;
  const { sitting, seat } = tile;
  return html`<aside class="panel" aria-label=${sitting.name}>
    <div class="panel-head">
      <div><h2>${sitting.name}</h2><p class="number muted">${sitting.number} · ${say("seat", { number: seat.number })}</p></div>
      ${button({ label: say("close"), press: () => act.open(null), kind: "quiet" })}
    </div>
    ${troubleNotice(scene)} ${sitting.enrolled_at_desk ? notice({ tone: "warning", title: say("enrolled_at_desk") }) : nothing}
    ${incidentsOf(state, sitting.id).map(({ id, kind, severity }) => {
      const look = button({ label: say("frames_title"), press: () => act.open({ kind: "incident", id }) });
      return notice({ tone: severity === 3 ? "danger" : "warning", title: say(`incident_${kind}`), action: html`<div>${look}</div>` });
    })}
    ${pictures(scene, tile)} ${actions(scene, tile)} ${facts(scene, tile)}
    ${state.details ? html`${ledgerTable(scene, state.details.ledger)} ${eventsTable(scene, state.details.events)}` : nothing}
  </aside>`;
};

/** @param {Scene} scene @param {Taken} tile */
const pictures = ({ state, say, now }, { sitting }) => {
  const base = `/api/monitor/sittings/${sitting.id}`;
  const shown = /** @type {const} */ ([
    ["reference", state.details?.has_reference ? `${base}/reference.jpg` : null],
    ["desk", state.details?.has_desk ? `${base}/desk.jpg` : null],
    ["latest", sitting.seen_at ? `${base}/latest.jpg?${state.pictures}` : null],
  ]);
  const missing = (/** @type {string} */ kind) => say(kind === "reference" && state.details ? "picture_no_photo" : "picture_none");
  const caption = (/** @type {string} */ kind) => (kind === "latest" ? latestWords(say, sitting, now) : say(`picture_${kind}`));
  return html`<div class="pictures">${shown.map(([kind, src]) => picture(caption(kind), src, missing(kind)))}</div>`;
};

/**
 * The camera's picture bears its age once it is not of now any more.
 * @param {Scene["say"]} say @param {import("./types.js").Sitting} sitting @param {number} now
 */
const latestWords = (say, sitting, now) =>
  sitting.seen_at && isStale(sitting, now)
    ? say("picture_latest_old", { age: duration(now - Date.parse(sitting.seen_at)) })
    : say("picture_latest");

/** @param {string} caption @param {string|null} src @param {string} none */
export const picture = (caption, src, none) =>
  html`<figure>
    ${src ? html`<img src=${src} alt=${caption} @error=${hide} @load=${unhide} />` : html`<span class="no-picture small muted">${none}</span>`}
    <figcaption class="small">${caption}</figcaption>
  </figure>`;

/** A picture that is not there any more shows nothing broken. @param {Event} event */
const hide = (event) => /** @type {HTMLElement} */ (event.target).classList.add("missing");
/** @param {Event} event */
const unhide = (event) => /** @type {HTMLElement} */ (event.target).classList.remove("missing");

/** @param {Scene} scene @param {Taken} tile */
const actions = ({ state, say, act }, { sitting }) => {
  const room = /** @type {import("./types.js").Room} */ (state.room);
  const all = Object.keys(ACTS).map((name) => ({ name, why: hindrance(name, sitting, room) }));
  const off = all.filter(({ why }) => why && why !== "not_now_no_right");
  const can = all.filter(({ why }) => why === null);
  const usual = can.filter(({ name }) => !ACTS[name]?.rare);
  const rare = can.filter(({ name }) => ACTS[name]?.rare);
  /** @param {string} name @param {string} kind */
  const press = (name, kind) => button({ label: say(`act_${name}`), press: () => act.ask({ kind: "act", act: name, sittings: [sitting.id] }), kind });
  return html`<section class="stack tight" aria-label=${say("acts_title")}>
    <div class="acts">${usual.map(({ name }, index) => press(name, index === 0 && sitting.status !== "running" ? "primary" : ""))}</div>
    ${rare.length
      ? html`<details>
          <summary>${say("more_acts")}</summary>
          <div class="acts">${rare.map(({ name }) => press(name, ACTS[name]?.danger ? "careful" : ""))}</div>
        </details>`
      : nothing}
    ${off.length
      ? html`<details class="small">
          <summary>${say("acts_unavailable")}</summary>
          <ul>
            ${off.map(({ name, why }) => html`<li><strong>${say(`act_${name}`)}</strong>: ${say(why ?? "", { status: say(`status_${sitting.status}`) })}</li>`)}
          </ul>
        </details>`
      : nothing}
  </section>`;
};

/** @param {Scene} scene @param {Taken} tile */
const facts = (scene, tile) => {
  const { state, say, now } = scene;
  const { sitting } = tile;
  const zone = state.room?.slot.zone;
  const ms = leftMs(tile, now);
  const cause = sitting.cause ? ` (${say(`cause_${sitting.cause}`)})` : "";
  const rows = [
    ["fact_status", `${say(`status_${sitting.status}`)}${cause}`],
    ["fact_answered", say("answered_of", { answered: sitting.answered, items: sitting.items })],
    ["fact_left", ms === null ? "–" : `${duration(ms)}${sitting.clock_stopped ? `, ${say("clock_stands")}` : ""}`],
    ["fact_saved", sitting.last_saved_at ? hourOf(sitting.last_saved_at, zone) : say("never_saved")],
    ["fact_lost", duration(sitting.lost_s * 1000)],
    ["fact_credited", duration(sitting.credited_s * 1000)],
    ["fact_granted", duration((state.details?.granted_s ?? 0) * 1000)],
    ...(sitting.unverified_s ? [["fact_unverified", duration(sitting.unverified_s * 1000)]] : []),
    ["fact_mode", mode(scene, sitting)],
  ];
  return html`<section class="stack tight" aria-label=${say("details_title")}>
    <div class="row signs-words">${signsOf(sitting, now).map(({ name, key, tone }) => dot(tone, `${say(name)}: ${say(key)}`))}</div>
    <dl class="facts-list">${rows.map(([name, value]) => html`<dt>${say(name ?? "")}</dt><dd class="number">${value}</dd>`)}</dl>
  </section>`;
};

/** @param {Scene} scene @param {import("./types.js").Sitting} sitting */
const mode = ({ state, say }, sitting) => {
  const details = state.details;
  if (sitting.identity_mode === "camera") return say("mode_camera");
  if (!details?.recheck_s) return say("mode_officer");
  const last = details.rechecked_at ? hourOf(details.rechecked_at, state.room?.slot.zone) : "–";
  const why = details.identity_reason ? ` (${reasonWords(say, details.identity_reason)})` : "";
  return say("mode_officer_every", { minutes: Math.round(details.recheck_s / 60), hour: last }) + why;
};
