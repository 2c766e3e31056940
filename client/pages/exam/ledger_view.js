/** Every second this sitting lost or was given, in words: shown in a pause and beside the scores. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { duration, hourOf } from "../../shared/time.js";
import { zoneOf } from "./state.js";

/** @typedef {import("./view.js").Scene} Scene */

/** @param {Scene} scene @param {readonly import("./types.js").Entry[]} entries */
export const ledgerTable = ({ state, say }, entries) =>
  entries.length === 0
    ? nothing
    : html`<details class="ledger">
        <summary>${say("ledger_title")}</summary>
        <div class="scroll">
          <table>
            <thead><tr><th>${say("ledger_at")}</th><th>${say("ledger_cause")}</th><th>${say("ledger_lost")}</th><th>${say("ledger_credited")}</th></tr></thead>
            <tbody>
              ${entries.map(
                ({ cause, began, lost, credited }) => html`<tr>
                  <td class="number">${hourOf(began, zoneOf(state))}</td>
                  <td>${say(say.has(`cause_${cause}`) ? `cause_${cause}` : "cause_other")}</td>
                  <td class="number">${duration(lost * 1000)}</td>
                  <td class="number">${duration(credited * 1000)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </details>`;
