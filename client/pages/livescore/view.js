/** The board as a page: what is chosen above, the table below, in a hall without the controls. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { repeat } from "/packages/lit-html/directives/repeat.js";
import { notice } from "/client/shared/components.js";
import { hourInWords, hourOf } from "/client/shared/time.js";
import { controls } from "./controls_view.js";
import { addressOf, isStale, shownSlot, visible } from "./state.js";

/** @typedef {import("./state.js").BoardState} BoardState */
/** @typedef {import("./state.js").Board} Board */
/** @typedef {import("/client/shared/words.js").Say} Say */
/** @typedef {{choose: (wanted: Partial<import("./state.js").Choice>) => void}} Acts */
/** @typedef {ReturnType<typeof visible>} Shown */

/** @param {BoardState} state @param {Say} say @param {Acts} acts */
export const view = (state, say, acts) => {
  const shown = visible(state);
  return html`<main class=${state.choice.tv ? "board tv" : "board"}>
    ${header(state, shown, say)} ${trouble(state, say)}
    ${state.choice.tv ? nothing : controls(state, say, acts)} ${content(state, shown, say, acts)}
    ${state.board && !state.choice.tv ? footer(state, state.board, say, acts) : nothing}
  </main>`;
};

/** @param {BoardState} state @param {Shown} shown @param {Say} say */
const header = ({ board, choice }, shown, say) => {
  if (!board) return html`<header><h1>${say("title")}</h1></header>`;
  const { slot } = board;
  return html`<header>
    <div class="where">
      <h1>${slot.exam}</h1>
      <p class="muted">${slot.site} · ${say("session", { number: slot.number })} · ${hourInWords(slot.starts_at, slot.zone)}</p>
    </div>
    <div class="when">
      <p class="as-of number">${say("as_of", { hour: hourOf(board.asOf, slot.zone), zone: slot.zone })}</p>
      <p>
        <span class=${slot.closed ? "standing final" : "standing"}>${say(slot.closed ? "final" : "provisional")}</span>
        <span class="number">${say("n_of", { n: shown.finished, of: shown.of })}</span>
        ${shown.working ? html`<span class="number muted">${say("working_count", { count: shown.working })}</span>` : nothing}
      </p>
      ${choice.tv && shown.pages > 1
        ? html`<p class="number muted">${say("page_of", { page: shown.page, pages: shown.pages })}</p>`
        : nothing}
    </div>
  </header>`;
};

/** @param {BoardState} state @param {Say} say */
const trouble = (state, say) => {
  const { board, connected } = state;
  const last = board && { hour: hourOf(board.asOf, board.slot.zone), zone: board.slot.zone };
  if (!connected) {
    const text = last ? say("offline_text_with_data", last) : say("offline_text");
    return notice({ tone: "warning", title: say("offline_title"), text });
  }
  if (last && isStale(state)) return notice({ tone: "warning", title: say("stale_title", last), text: say("stale_text") });
  return nothing;
};

/** @param {BoardState} state @param {Shown} shown @param {Say} say @param {Acts} acts */
const content = (state, shown, say, acts) => {
  if (state.unknownSlot) return empty(say("unknown_slot_title"), say("unknown_slot_text"));
  if (state.slots && !shownSlot(state)) return empty(say("empty_title"), say("empty_text"));
  if (!state.board) return state.connected ? loading(say) : nothing;
  if (!state.board.rows.size) return empty(say("no_rows_title"), say("no_rows_text"));
  if (!shown.found) return nobody(state.choice.search, say, acts);
  return html`${notes(state, state.board, say)} ${table(state, state.board, shown, say)}`;
};

/** Why there are no exact scores yet; a hall's screen has room for one line. @param {BoardState} state @param {Board} board @param {Say} say */
const notes = ({ choice, connected, wide }, board, say) => {
  const waits = [...board.rows.values()].some((row) => row.state !== "expected" && row.total === null);
  if (choice.tv) return waits && connected ? html`<p class="why">${say("why_short")}</p>` : nothing;
  if (!waits) return html`<p class="small muted">${say("rank_among")}</p>`;
  return html`<details class="card why" ?open=${wide}>
    <summary>${say("why_title")}</summary>
    <p>${say("why_text")}</p>
  </details>`;
};

/** A filter always finds somebody; a typed number may be wrong. @param {string} asked @param {Say} say @param {Acts} acts */
const nobody = (asked, say, acts) => {
  const clear = (/** @type {string} */ words, /** @type {Partial<import("./state.js").Choice>} */ choice) =>
    html`<button type="button" @click=${() => acts.choose(choice)}>${say(words)}</button>`;
  if (asked) return empty(say("no_number_title", { asked }), say("no_number_text"), clear("clear_search", { search: "" }));
  return empty(say("no_match_title"), say("no_match_text"), clear("clear_filters", { agency: "", position: "" }));
};

/** @param {string} title @param {string} text @param {unknown=} action */
const empty = (title, text, action) =>
  html`<section class="card empty"><h2>${title}</h2><p>${text}</p>${action ?? nothing}</section>`;

/** @param {Say} say */
const loading = (say) =>
  html`<section class="card stack tight" aria-busy="true">
    <p class="for-ears">${say("loading")}</p>
    ${Array.from({ length: 8 }, () => html`<div class="skeleton"></div>`)}
  </section>`;

/** The roles are spelled out because a phone lays rows out as a grid, which makes browsers forget that this is a table.
 * @param {BoardState} state @param {Board} board @param {Shown} shown @param {Say} say */
const table = (state, board, shown, say) =>
  html`<table role="table" aria-label=${say("table_caption")}>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" class="rank">${say("rank")}</th>
        <th role="columnheader" scope="col">${say("number")}</th>
        <th role="columnheader" scope="col">${say("name")}</th>
        <th role="columnheader" scope="col">${say("agency_position")}</th>
        ${figureHeads(board, shown, say)}
        <th role="columnheader" scope="col" class="figure">${say("total")}</th>
        <th role="columnheader" scope="col" class="remark">${say("remark")}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${repeat(
        shown.rows,
        ({ row }) => row.ref,
        (standing) => line(standing, board, state.tints, say),
      )}
    </tbody>
  </table>`;

/**
 * Sections have a head each once anybody shown has a score of theirs; until then one cell spans them.
 * @param {Board} board @param {Shown} shown @param {Say} say
 */
const figureHeads = ({ sections }, shown, say) =>
  shown.rows.every(({ row }) => row.total === null || row.state === "expected")
    ? html`<th role="columnheader" scope="col" class="figure" colspan=${sections.length}>${say("answered")}</th>`
    : sections.map((code) => html`<th role="columnheader" scope="col" class="figure">${code}</th>`);

/** @param {import("./rows.js").Ranked} standing @param {Board} board @param {BoardState["tints"]} tints @param {Say} say */
const line = ({ rank, row }, board, tints, say) => {
  const fresh = (/** @type {string} */ column) => (`${row.ref} ${column}` in tints ? "fresh" : "");
  return html`<tr role="row" data-ref=${row.ref} class=${row.state}>
    <td role="cell" class="rank figure">${rank ?? say("no_rank")}</td>
    <td role="cell" class="number participant">${row.number}</td>
    <td role="cell" class="name">${row.name}</td>
    <td role="cell" class="formation"><span>${row.agency}</span> <span class="muted small">${row.position}</span></td>
    ${row.total === null ? underWay(row, board, fresh, say) : exact(row, board, fresh)}
    <td role="cell" class="remark ${fresh("state")}">${remark(row, say)}</td>
  </tr>`;
};

/** @typedef {(column: string) => string} Fresh */

/** Who has not begun has no score: a nought would be read as one. @param {import("./rows.js").Row} row @param {number|null|undefined} score */
const figure = (row, score) => (row.state === "expected" ? "–" : score);

/** @param {import("./rows.js").Row} row @param {Board} board @param {Fresh} fresh */
const exact = (row, board, fresh) =>
  html`${board.sections.map(
      (code, index) => html`<td role="cell" class="figure section ${fresh(`score ${code}`)}" data-code=${code}>${figure(row, row.scores[index])}</td>`,
    )}
    <td role="cell" class="figure total ${fresh("total")}">${figure(row, row.total)}</td>`;

/** How far somebody is, and no more than a wide range of what it is worth.
 * @param {import("./rows.js").Row} row @param {Board} board @param {Fresh} fresh @param {Say} say */
const underWay = (row, board, fresh, say) => {
  const { items } = board.slot;
  const range =
    row.low === null
      ? html`<span class="muted">${say(row.state === "finished" ? "score_later" : "no_rank")}</span>`
      : html`${say("range", { low: row.low, high: row.high ?? "" })}
          <span class="muted small">${say("range_of", { counted: row.counted ?? "" })}</span>`;
  return html`<td role="cell" class="figure answered" colspan=${board.sections.length}>
      <span class="count">${say("answered_of", { n: row.answered, of: items })}</span>
      <progress max=${items} value=${row.answered} aria-hidden="true"></progress>
    </td>
    <td role="cell" class="figure total range ${fresh("low")}">${range}</td>`;
};

/** @param {import("./rows.js").Row} row @param {Say} say */
const remark = (row, say) => {
  const state = say(`state_${row.state}`);
  if (row.state !== "finished" || !row.passed) return html`<span class="state ${row.state}">${state}</span>`;
  const mark = html`<span role="img" aria-label=${say("passed")}>✓</span>`;
  return html`<span class="state finished">${state}</span>
    <strong class="passed">${mark}<span class="what" aria-hidden="true"> ${say("passed_what")}</span></strong>`;
};

/** @param {BoardState} state @param {Board} board @param {Say} say @param {Acts} acts */
const footer = (state, board, say, acts) => {
  const { page, pages } = visible(state);
  const go = (/** @type {number} */ to) => () => acts.choose({ page: to });
  return html`<footer class="stack tight">
    ${pages > 1
      ? html`<nav class="row spread" aria-label=${say("page_of", { page, pages })}>
          <button type="button" ?disabled=${page === 1} @click=${go(page - 1)}>${say("page_before")}</button>
          <span class="number">${say("page_of", { page, pages })}</span>
          <button type="button" ?disabled=${page === pages} @click=${go(page + 1)}>${say("page_after")}</button>
        </nav>`
      : nothing}
    <p class="small">${say("passed_text")}</p>
    <p class="small muted">
      ${board.slot.closed ? say("final_text") : say("provisional_text", { seconds: board.windowS })}
      ${board.tieOrder.length ? say("tie_rule", { sections: board.tieOrder.join(", ") }) : nothing}
    </p>
    <p class="small"><a href=${addressOf({ ...state.choice, slot: shownSlot(state), page: 1, tv: true })}>${say("tv_open")}</a></p>
  </footer>`;
};
