/** What somebody should look at again: enrolled at the desk, vouched for by sight, alike to somebody else; and what was marked as looked at. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, troubleNotice } from "../../shared/components.js";
import { hourOf } from "../../shared/time.js";
import { decimal } from "./frames_view.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Reviewed} Reviewed */

/** @param {Scene} scene */
export const reviewView = (scene) => {
  const { state, say, act } = scene;
  const waiting = (state.review ?? []).filter(({ reviewed }) => !reviewed);
  const done = (state.review ?? []).filter(({ reviewed }) => reviewed);
  return html`<main class="pairing stack">
    <div class="head-line">
      <div><h2>${say("review_title")}</h2><p class="muted">${say("review_text")}</p></div>
      ${button({ label: say("back"), press: act.leaveSeats })}
    </div>
    ${state.asking ? nothing : troubleNotice(scene)}
    ${waiting.length ? part(scene, "review_waiting_title", waiting) : html`<p class="card">${say(done.length ? "review_none_left" : "review_none")}</p>`}
    ${modes(scene)} ${done.length ? part(scene, "review_done_title", done) : nothing}
  </main>`;
};

/** @param {Scene} scene @param {"review_waiting_title"|"review_done_title"} title @param {Reviewed[]} photos */
const part = (scene, title, photos) => {
  const named = scene.say(title, { count: photos.length });
  return html`<section class="stack tight" aria-label=${named}>
    <h3>${named}</h3>
    <ul class="reviewed">${photos.map((photo) => row(scene, photo))}</ul>
  </section>`;
};

/** @param {Scene} scene @param {Reviewed} photo */
const row = (scene, photo) => {
  const { state, say } = scene;
  const { id, sitting, reasons, at, alikes, check, has_reference, has_picture, no_picture } = photo;
  return html`<li class="card">
    <div class="stack tight">
      <div><h4>${sitting.name}</h4><p class="muted small number">${sitting.number} · ${hourOf(at, state.room?.slot.zone)}</p></div>
      <ul>
        ${reasons.map((reason) => html`<li>${say(`reviewed_${reason}`)}</li>`)}
        ${alikes.map(({ number, name, distance }) => {
          const who = name ? `${name}, ${number}` : say("review_not_yours");
          return html`<li class="small">${say("review_alike_of", { who, distance: decimal(distance) })}</li>`;
        })}
        ${override(scene, photo)} ${no_picture ? html`<li>${say(`no_picture_${no_picture}`)}</li>` : nothing}
      </ul>
      ${mark(scene, photo)}
    </div>
    <div class="row photos">
      ${has_reference ? picture(`/api/monitor/sittings/${sitting.id}/reference.jpg`, say("picture_reference")) : nothing}
      ${has_picture ? picture(`/api/review/${id}.jpg`, say(captionOf(reasons))) : nothing}
      ${alikes.map(({ photo: other, name }) => (other && name ? picture(`/api/desk/checks/${check}/alikes/${other}.jpg`, name) : nothing))}
    </div>
  </li>`;
};

/** @param {string[]} reasons */
const captionOf = (reasons) => {
  if (reasons.includes("vouched_by_sight")) return "picture_seat";
  return reasons.some((reason) => reason === "by_sight" || reason === "officer_mode") ? "picture_sight" : "picture_desk";
};

/** The whole slot in officers' eyes, and back. @param {Scene} scene */
const modes = ({ state, say }) =>
  state.reviewModes.length
    ? html`<section class="stack tight">
        <h3>${say("review_modes_title")}</h3>
        <ul>
          ${state.reviewModes.map(({ mode, at, by, second }) => {
            const told = { hour: hourOf(at, state.room?.slot.zone), by: by ?? "–", second: second ?? "–" };
            return html`<li>${say(`review_mode_${mode}`, told)}</li>`;
          })}
        </ul>
      </section>`
    : nothing;

/** Which two officers let this face in, and by what: the chief says to have seen the same. @param {Scene} scene @param {Reviewed} photo */
const override = ({ state, say }, { override: by }) => {
  if (!by) return nothing;
  const told = { first: by.first ?? "–", second: by.second ?? "–", hour: hourOf(by.at, state.room?.slot.zone) };
  if (!by.document) return html`<li>${say("review_override", { ...told, reason: say(`reason_${by.reason}`) })}</li>`;
  const document = { document: say(`document_${by.document.kind}`), digits: by.document.last_digits ?? "–" };
  if (!by.document.last_digits) return html`<li>${say("review_seen", { ...told, ...document })}</li>`;
  return html`<li>${say("review_document", { ...told, ...document })}</li>`;
};

/** Who has looked and what they found, or the button to say so. @param {Scene} scene @param {Reviewed} photo */
const mark = ({ state, say, act }, { id, sitting, reviewed }) =>
  reviewed
    ? html`<p class="small done">
        ${say("review_by", { by: reviewed.by ?? "–", hour: hourOf(reviewed.at, state.room?.slot.zone) })}<br /><strong>${reviewed.note}</strong>
      </p>`
    : html`<div>${button({ label: say("review_do"), press: () => act.ask({ kind: "review", photo: id, name: sitting.name }) })}</div>`;

/** @param {string} address @param {string} caption */
const picture = (address, caption) => html`<figure><img src=${address} alt=${caption} /><figcaption class="small">${caption}</figcaption></figure>`;
