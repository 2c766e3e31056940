/** What somebody should look at again: enrolled at the desk, vouched for by sight, alike to somebody else. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button } from "../../shared/pieces.js";
import { hourOf } from "../../shared/time.js";
import { troubleNotice } from "./trouble_view.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./shapes.js").Reviewed} Reviewed */

/** @param {Scene} scene */
export const reviewView = (scene) => {
  const { state, say, act } = scene;
  const found = state.review ?? [];
  return html`<main class="pairing stack">
    <div class="row spread">
      <div><h2>${say("review_title")}</h2><p class="muted">${say("review_text")}</p></div>
      ${button({ label: say("back"), press: act.leaveSeats })}
    </div>
    ${troubleNotice(scene)} ${found.length ? nothing : html`<p class="card">${say("review_none")}</p>`}
    <ul class="reviewed">
      ${found.map((photo) => row(scene, photo))}
    </ul>
  </main>`;
};

/** @param {Scene} scene @param {Reviewed} photo */
const row = ({ state, say }, { sitting, reasons, at, alikes, has_reference }) => html`<li class="card">
  <div>
    <h3>${sitting.name}</h3>
    <p class="muted small number">${sitting.number} · ${hourOf(Date.parse(at), state.room?.slot.zone)}</p>
    <ul>
      ${reasons.map((reason) => html`<li>${say(`reviewed_${reason}`)}</li>`)}
      ${alikes.map(({ number, name, distance }) => html`<li class="small">${say("review_alike_of", { who: name ? `${name}, ${number}` : say("review_not_yours"), distance: distance.toFixed(2) })}</li>`)}
    </ul>
  </div>
  ${has_reference ? picture(`/api/monitor/sittings/${sitting.id}/reference.jpg`, say("picture_reference")) : nothing}
  ${picture(`/api/monitor/sittings/${sitting.id}/desk.jpg`, say("picture_desk"))}
</li>`;

/** @param {string} address @param {string} caption */
const picture = (address, caption) => html`<figure><img src=${address} alt=${caption} /><figcaption class="small">${caption}</figcaption></figure>`;
