/** Pairing exam PCs with their seats: a one-time code for one seat, an end to a pairing. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, dot, troubleNotice } from "../../shared/components.js";
import { hourInWords } from "../../shared/time.js";

/** @typedef {import("./view.js").Scene} Scene */

const CODE_MINUTES = 15;

/** @param {Scene} scene */
export const seatsView = (scene) => {
  const { state, say, act } = scene;
  const rooms = state.pairing ?? [];
  return html`<main class="pairing stack">
    <div class="head-line">
      <div><h2>${say("seats_title")}</h2><p class="muted">${say("seats_text", { minutes: CODE_MINUTES })}</p></div>
      ${state.slots?.length ? button({ label: say("back"), press: act.leaveSeats }) : nothing}
    </div>
    ${troubleNotice(scene)} ${code(scene)} ${rooms.length ? nothing : html`<p>${say("seats_none")}</p>`}
    ${rooms.map(
      (room) => html`<section class="card stack tight">
        <h3>${room.name} <span class="muted small">${room.site}</span></h3>
        <ul class="pairs">
          ${room.seats.map(
            (seat) => html`<li>
              <strong class="number">${seat.number}</strong>
              ${dot(seat.paired ? "ok" : "off", say(seat.paired ? "seat_paired" : "seat_unpaired"))}
              ${button({ label: say("make_code"), press: () => act.makeCode(seat.id), off: state.busy !== null })}
              ${seat.paired ? button({ label: say("unpair"), press: () => act.ask({ kind: "unpair", seat: seat.id }), kind: "quiet" }) : nothing}
            </li>`,
          )}
        </ul>
      </section>`,
    )}
  </main>`;
};

/** @param {Scene} scene */
const code = ({ state, say }) => {
  const { code: made, pairing } = state;
  const room = pairing?.find(({ seats }) => seats.some(({ id }) => id === made?.seat));
  const seat = room?.seats.find(({ id }) => id === made?.seat);
  if (!made || !room || !seat) return nothing;
  return html`<section class="card stack tight code" role="status">
    <p>${say("code_for", { room: room.name, number: seat.number })}</p>
    <p class="pin number">${made.code}</p>
    <p class="muted small">${say("code_until", { hour: hourInWords(made.expires_at, state.slots?.[0]?.zone) })}</p>
  </section>`;
};
