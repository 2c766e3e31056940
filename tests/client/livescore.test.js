/** The board page's state: pages, changes, ranks, address, staleness. Node's own test runner. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brought, ranked, rowsOf } from "../../client/pages/livescore/rows.js";
import * as states from "../../client/pages/livescore/state.js";

const SECTIONS = ["TWK", "TIU", "TKP"];
const TIES = ["TKP", "TIU", "TWK"];
const NOW = Date.parse("2026-10-19T01:00:00Z");
const CASES = JSON.parse(readFileSync(new URL("../unit/livescore/ranking_cases.json", import.meta.url), "utf8"));

const row = (ref, scores = [0, 0, 0], parts = {}) => ({
  ref,
  number: `2450001${String(ref).padStart(5, "0")}`,
  name: "S*** A***",
  agency: "Kejaksaan Agung",
  position: "Jaksa",
  location: "Bandung",
  scores,
  total: scores.reduce((sum, score) => sum + score, 0),
  state: "working",
  passed: null,
  answered: 0,
  low: null,
  high: null,
  counted: null,
  ...parts,
});

const SLOT = { id: "s1", exam: "SKD", site: "Bandung", zone: "WIB", number: 1, starts_at: "2026-10-19T00:30:00.000Z", closed: false, items: 110 };
const page = (rows, parts = {}) => ({
  slot: SLOT, version: 100, as_of: "2026-10-19T01:00:00.000Z", window_s: 30, sections: SECTIONS, tie_order: TIES, rows, pages: 1, ...parts,
});
const changes = (parts) => ({ version: 130, as_of: "2026-10-19T01:00:30.000Z", closed: false, changed: {}, added: [], removed: [], ...parts });
const shown = (rows, search = "") => states.withPages(states.begin(search, NOW), [page(rows)]);

for (const given of CASES) {
  test(`ranks as the server does: ${given.title}`, () => {
    const rows = given.rows.map(([scores, state], index) => row(index + 1, scores, { state }));
    for (const some of [rows, rows.toReversed()]) {
      assert.deepEqual(ranked(some, SECTIONS, given.tie_order).map(({ rank, row }) => [rank, row.ref]), given.ranked);
    }
  });
}

test("packed and listed changes say the same", () => {
  const rows = rowsOf([page([row(3), row(4), row(40)])]);
  const packed = brought(rows, changes({ changed: { "score TWK": ["31", "0aff"] } }), SECTIONS).rows;
  const listed = brought(rows, changes({ changed: { "score TWK": [[3, 1], [10, 255]] } }), SECTIONS).rows;
  assert.deepEqual(packed, listed);
  const inUnits = brought(rows, changes({ changed: { "score TWK": ["31", "2z", 5] } }), SECTIONS).rows;
  assert.deepEqual([inUnits.get(3).total, inUnits.get(4).total], [10, 175]);
  assert.deepEqual([packed.get(3).total, packed.get(4).total, packed.get(40).total], [10, 255, 0]);
});

test("changes applied twice are changes applied once", () => {
  const rows = rowsOf([page([row(1, [5, 5, 5]), row(2)])]);
  const news = changes({
    changed: { "score TKP": ["1", "09"], state: [[1], ["finished"]], passed: [[1], [true]] },
    added: [row(7)],
    removed: [2],
  });
  const once = brought(rows, news, SECTIONS);
  assert.deepEqual(brought(once.rows, news, SECTIONS).rows, once.rows);
  assert.deepEqual([...once.rows.keys()], [1, 7]);
  assert.deepEqual(once.rows.get(1), { ...row(1, [5, 5, 9]), state: "finished", passed: true });
  assert.deepEqual(once.touched.sort(), ["1 passed", "1 score TKP", "1 state", "1 total"]);
});

test("a total that is no plain sum wins over the sum, in whatever order the columns come", () => {
  const rows = rowsOf([page([row(1)])]);
  const news = changes({ changed: { total: [[1], [77]], "score TWK": [[1], [5]] } });
  assert.equal(brought(rows, news, SECTIONS).rows.get(1).total, 77);
});

const hidden = (ref, parts = {}) => row(ref, [null, null, null], { total: null, ...parts });

test("whose score is not shown has no rank and stands between the ranked and those who have not begun", () => {
  const rows = [row(4, [0, 0, 0], { state: "expected" }), hidden(3), hidden(2, { state: "finished" }), row(1, [5, 0, 0])];
  assert.deepEqual(ranked(rows, SECTIONS, TIES).map(({ rank, row }) => [rank, row.ref]), [[1, 1], [null, 2], [null, 3], [null, 4]]);
});

test("exact scores that come at the end make a total, and the range goes", () => {
  const rows = rowsOf([page([hidden(1, { low: 60, high: 225, counted: 66 })])]);
  const news = changes({
    changed: { "score TWK": ["1", [5]], "score TIU": ["1", [10]], "score TKP": ["1", [40]], low: [[1], [null]], high: [[1], [null]], counted: [[1], [null]] },
  });
  const { rows: after, touched } = brought(rows, news, SECTIONS);
  assert.deepEqual([after.get(1).total, after.get(1).low], [55, null]);
  assert.ok(touched.includes("1 total"));
  const some = brought(rows, changes({ changed: { "score TWK": [[1], [5]] } }), SECTIONS).rows;
  assert.equal(some.get(1).total, null);
});

test("a change to a row the page lacks is left out", () => {
  const rows = rowsOf([page([row(1)])]);
  assert.deepEqual(brought(rows, changes({ changed: { "score TWK": ["9", "05"] } }), SECTIONS), { rows, touched: [] });
});

test("a changed cell is tinted for three seconds", () => {
  const state = states.withChanges(shown([row(1)]), changes({ changed: { "score TWK": ["1", "05"] } }));
  assert.deepEqual(Object.keys(state.tints).sort(), ["1 score TWK", "1 total"]);
  assert.equal(Object.keys(states.at(state, NOW + 2_999).tints).length, 2);
  assert.equal(Object.keys(states.at(state, NOW + 3_000).tints).length, 0);
});

test("a page told to start over forgets its rows", () => {
  assert.equal(states.withChanges(shown([row(1)]), { version: 9, reload: true }).board, null);
});

test("pages fetched while scores moved count as the oldest of them", () => {
  const state = states.withPages(states.begin("", NOW), [page([row(1)], { version: 130 }), page([row(101)], { version: 100 })]);
  assert.equal(state.board.version, 100);
  assert.equal(state.board.rows.size, 2);
});

test("the address holds every choice and comes back from it", () => {
  const address = "?site=Bandung&slot=s1&agency=Badan+A&position=Jaksa&search=2450&page=3&tv=1";
  assert.equal(states.addressOf(states.choiceOf(address)), address);
  assert.equal(states.addressOf(states.choiceOf("")), "");
  for (const page of ["0", "-4", "x", "1e999"]) assert.ok(states.choiceOf(`?page=${page}`).page >= 1);
});

test("the running slot is shown, else the newest", () => {
  const past = { ...SLOT, id: "past", closed: true };
  const later = { ...SLOT, id: "later", starts_at: "2026-10-19T05:00:00.000Z" };
  const listed = (slots) => states.withListing(states.begin("", NOW), { slots, sites: ["Bandung"] });
  assert.equal(states.shownSlot(listed([later, SLOT, past])), "s1");
  assert.equal(states.shownSlot(listed([later, past])), "later");
  assert.equal(states.shownSlot(listed([])), "");
});

test("another site drops slot and filters, another filter keeps the rows and goes to page one", () => {
  const state = shown([row(1)], "?slot=s1&page=2");
  const filtered = states.choose(state, { agency: "Kejaksaan Agung" });
  assert.deepEqual([filtered.board === state.board, filtered.choice.page], [true, 1]);
  const elsewhere = states.choose({ ...filtered, sites: ["Makassar"] }, { site: "Makassar" });
  assert.deepEqual([elsewhere.board, elsewhere.choice.slot, elsewhere.choice.agency], [null, "", ""]);
});

test("ranks count within the filter, a search only hides", () => {
  const rows = [row(1, [9, 0, 0]), row(2, [8, 0, 0], { agency: "B" }), row(3, [7, 0, 0], { agency: "B" })];
  const ranks = (search) => states.visible(shown(rows, search)).rows.map(({ rank, row }) => [rank, row.ref]);
  assert.deepEqual(ranks("?agency=B"), [[1, 2], [2, 3]]);
  assert.deepEqual(ranks("?agency=B&search=00003"), [[2, 3]]);
});

test("a number is found however its dashes and letters are typed", () => {
  const state = (search) => shown([row(1, [0, 0, 0], { number: "24-A.0101/B" }), row(2)], `?search=${encodeURIComponent(search)}`);
  for (const typed of ["24-A.0101/B", "24a0101b", "24 a 0101", "A0101"]) {
    assert.deepEqual(states.visible(state(typed)).rows.map(({ row }) => row.ref), [1], typed);
  }
  assert.equal(states.visible(state("24-A.0102")).found, 0);
});

test("a hall's screen turns its pages of twenty by the clock", () => {
  const state = shown(Array.from({ length: 45 }, (_, index) => row(index)), "?tv=1");
  const first = states.visible(state).page;
  const turns = [1, 2, 3].map((turn) => states.visible(states.at(state, NOW + turn * states.TV_PAGE_MS)).page);
  assert.deepEqual(new Set([first, ...turns.slice(0, 2)]), new Set([1, 2, 3]));
  assert.equal(turns[2], first);
  assert.ok(states.visible(state).rows.length <= 20);
});

test("zero, one, four hundred and a thousand rows make pages of a hundred", () => {
  for (const [count, pages] of [[0, 1], [1, 1], [400, 4], [1000, 10]]) {
    const seen = states.visible(shown(Array.from({ length: count }, (_, index) => row(index)), "?page=99"));
    assert.deepEqual([seen.pages, seen.page, seen.of], [pages, pages, count]);
  }
});

test("a silent feed is told after two windows, a closed slot never is", () => {
  const state = shown([row(1)]);
  assert.equal(states.isStale(states.at(state, NOW + 75_000)), false);
  assert.equal(states.isStale(states.at(state, NOW + 75_001)), true);
  const closed = states.withChanges(state, changes({ closed: true }));
  assert.equal(states.isStale(states.at(closed, NOW + 999_000)), false);
});

test("polls are spread out and slow down while the board is away", () => {
  assert.ok(states.pollAfter(0, 0) >= 2_000 && states.pollAfter(0, 1) <= 5_000);
  assert.ok(states.pollAfter(0, 0) < states.pollAfter(0, 1));
  assert.ok(states.pollAfter(99, 1) <= 37_500);
});
