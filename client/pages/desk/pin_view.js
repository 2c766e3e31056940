/** The PIN, shown once, and the slip that carries it: one third of an A4 sheet. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, notice } from "../../shared/components.js";
import { hourInWords } from "../../shared/time.js";

/** @typedef {import("./view.js").Scene} Scene */

/** The date of the site, "Senin, 23 November 2026". @param {import("./types.js").Slot} slot */
const dayOf = (slot) => {
  const zone = { WIB: "Asia/Jakarta", WITA: "Asia/Makassar", WIT: "Asia/Jayapura" }[slot.zone] ?? "Asia/Jakarta";
  return new Date(slot.starts_at).toLocaleDateString("id-ID", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone });
};

/** @param {Scene} scene */
const slip = ({ state, say }) => {
  const person = /** @type {import("./types.js").Registration} */ (state.person);
  const { slot } = person;
  return html`<section class="slip" aria-label=${say("slip")}>
    <header><strong>${slot.exam}</strong><span>${slot.site}</span></header>
    <p class="slip-name">${person.name}</p>
    <dl>
      <div><dt>${say("number")}</dt><dd class="number">${person.number}</dd></div>
      <div><dt>${say("seat")}</dt><dd>${person.seat ? say("seat_at", person.seat) : say("no_seat")}</dd></div>
      <div><dt>${say("session")}</dt><dd>${say("slot", { number: slot.number, hour: hourInWords(slot.starts_at, slot.zone) })}<br />${dayOf(slot)}</dd></div>
      <div><dt>${say("pin")}</dt><dd class="pin">${state.pin}</dd></div>
    </dl>
    <footer>${say("slip_help")}</footer>
  </section>`;
};

/** Enter prints, Enter again asks the next person: a PIN is not lost by one key too many. @param {Scene} scene */
export const pinView = (scene) => {
  const { state, say, act } = scene;
  return html`<main class="narrow stack pin-screen">
    <section class="card stack not-on-paper">
      ${notice({ tone: "ok", title: say(state.check?.verdict === "match" ? "verdict_match" : "pin_issued"), text: say("pin_once") })}
      <div><h1>${state.person?.name}</h1>
        <p class="pin" aria-label=${say("pin_spelled", { digits: [...(state.pin ?? "")].join(" ") })}>${state.pin}</p>
        ${state.person?.seat ? html`<p class="place">${say("seat_at", state.person.seat)}</p>` : nothing}</div>
      <div class="row">
        ${state.printed ? nothing : button({ label: say("print"), press: act.print, kind: "primary main", focused: true })}
        ${button({
          label: say(state.printed ? "next_person" : "next_unprinted"),
          press: act.next,
          kind: state.printed ? "primary main" : "",
          focused: state.printed,
        })}
      </div>
      ${state.printed ? html`<p class="muted">${say("printed")}</p>` : nothing}
    </section>
    ${state.printed ? nothing : slip(scene)}
  </main>`;
};
