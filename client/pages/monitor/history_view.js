/** What has happened to a sitting: its ledger of time, and what its page saw, by both clocks. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { duration, hourOf } from "../../shared/time.js";

/** @typedef {import("./view.js").Scene} Scene */

/** "other: kabel lepas" or "power", as people say it. @param {Scene["say"]} say @param {string} reason */
export const reasonWords = (say, reason) => {
  const [code = "", ...text] = reason.split(": ");
  const words = say.has(`reason_${code}`) ? say(`reason_${code}`) : code;
  return text.length ? `${words}: ${text.join(": ")}` : words;
};

/** @param {Scene} scene @param {readonly import("./types.js").Entry[]} entries */
export const ledgerTable = ({ state, say }, entries) => html`<section class="stack tight">
  <h3>${say("ledger_title")}</h3>
  ${entries.length
    ? html`<div class="scroll"><table class="small">
        <thead><tr><th>${say("ledger_at")}</th><th>${say("ledger_cause")}</th><th>${say("ledger_lost")}</th><th>${say("ledger_credited")}</th></tr></thead>
        <tbody>
          ${entries.map(
            ({ cause, began, ended, lost, credited, by, reason }) => html`<tr>
              <td class="number">${hourOf(began, state.room?.slot.zone)}</td>
              <td>
                ${say(`cause_${cause}`)}
                ${reason || by ? html`<br /><span class="muted">${[reason && reasonWords(say, reason), by].filter(Boolean).join(" · ")}</span>` : nothing}
              </td>
              <td class="number">${ended ? duration(lost * 1000) : say("ledger_going_on")}</td>
              <td class="number">${duration(credited * 1000)}</td>
            </tr>`,
          )}
        </tbody>
      </table></div>`
    : html`<p class="muted small">${say("ledger_empty")}</p>`}
</section>`;

/** @param {Scene} scene @param {readonly import("./types.js").SeenEvents[]} events */
export const eventsTable = ({ state, say }, events) => {
  const zone = state.room?.slot.zone;
  return html`<details class="history">
    <summary>${say("events_title")} (${events.reduce((sum, { count }) => sum + count, 0)})</summary>
    ${events.length
      ? html`<ul class="events small">
          ${events.map(
            ({ kind, count, first_at, newest }) => html`<li>
              <span>
                ${say(say.has(`event_${kind}`) ? `event_${kind}` : "event_other")}
                ${count > 1 ? html`<b class="number">${say("events_times", { count })}</b>` : nothing}
              </span>
              ${count > newest.length ? html`<span class="number muted">${say("events_since", { hour: hourOf(first_at, zone) })}</span>` : nothing}
              ${newest.map(
                (one) => html`<span class="number muted">
                  ${say("at_pc", { hour: hourOf(one.client_at, zone) })} · ${say("at_server", { hour: hourOf(one.server_at, zone) })}
                </span>`,
              )}
            </li>`,
          )}
        </ul>`
      : html`<p class="muted small">${say("events_empty")}</p>`}
  </details>`;
};
