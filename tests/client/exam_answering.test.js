/** Answering, marking and counting, and what becomes of an answer on its way. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as answering from "../../client/pages/exam/answering.js";
import { TEN, running } from "./builders.js";

const { choose, chosenLetter, countOf, firstUnanswered, goTo, goToSection, hearPaper, queueOf, questionsOf, refused, saveState, saved, toggleDoubt } = answering;
const later = (seconds) => new Date(Date.parse(TEN) + seconds * 1000).toISOString();

test("each change of an answer has the next revision", () => {
  const state = choose(choose(running(), "A1", "A1p", TEN), "A1", "A1q", later(1));
  assert.deepEqual(state.pending.A1, { sitting: "0193-siti", item: "A1", option: "A1q", doubtful: false, revision: 2, client_at: later(1) });
});

test("the same choice again changes nothing", () => {
  const state = choose(running(), "A1", "A1p", TEN);
  assert.equal(choose(state, "A1", "A1p", later(1)), state);
});

test("an answer can be taken back and stays marked ragu-ragu", () => {
  const state = choose(toggleDoubt(choose(running(), "A1", "A1p", TEN), "A1", later(1)), "A1", null, later(2));
  assert.deepEqual(state.answers.A1, { option: null, doubtful: true, revision: 3 });
  assert.equal(countOf(state).answered, 0);
});

test("the grid shows the letter the person saw", () => {
  const state = choose(running(), "A1", "A1s", TEN);
  assert.equal(chosenLetter(state, questionsOf(state)[0].item), "D");
  assert.equal(chosenLetter(state, questionsOf(state)[1].item), null);
});

test("counts are kept for each section and for all", () => {
  const state = toggleDoubt(choose(choose(running(), "A1", "A1p", TEN), "B2", "B2q", TEN), "B1", TEN);
  assert.deepEqual(countOf(state), { answered: 2, doubtful: 1, items: 5 });
  assert.deepEqual(countOf(state, "B"), { answered: 1, doubtful: 1, items: 2 });
});

test("questions are numbered through all sections, and nobody walks off the paper", () => {
  assert.deepEqual(questionsOf(running()).map(({ number }) => number), [1, 2, 3, 4, 5]);
  assert.equal(goToSection(running(), "B").current, 3);
  assert.equal(goTo(running(), 99).current, 4);
  assert.equal(goTo(running(), -1).current, 0);
});

test("a reload goes on at the same question, another PC at the first one without an answer", () => {
  const { paper } = running();
  const state = choose(running(), "A1", "A1p", TEN);
  assert.equal(hearPaper(state, paper, "B1").current, 3);
  assert.equal(hearPaper(state, paper, null).current, 1);
  assert.equal(hearPaper(state, paper, "of another paper").current, 1);
});

test("the first question without an answer is found", () => {
  assert.equal(firstUnanswered(choose(choose(running(), "A1", "A1p", TEN), "A2", "A2p", TEN)), 2);
});

test("answers go out in the order they were given", () => {
  const state = choose(choose(running(), "B1", "B1p", later(2)), "A1", "A1p", TEN);
  assert.deepEqual(queueOf(state).map(({ item }) => item), ["A1", "B1"]);
});

test("a confirmation does not swallow what was clicked meanwhile", () => {
  const first = choose(running(), "A1", "A1p", TEN);
  const second = choose(first, "A1", "A1q", later(1));
  const state = saved(second, first.pending.A1, later(2));
  assert.equal(state.pending.A1.option, "A1q");
  assert.equal(saveState(state).kind, "saving");
  assert.equal(saveState(saved(state, state.pending.A1, later(3))).kind, "saved");
});

test("a refused answer falls back to what the server has, and is told", () => {
  const kept = saved(choose(running(), "A1", "A1p", TEN), choose(running(), "A1", "A1p", TEN).pending.A1, TEN);
  const changed = choose(kept, "A1", "A1q", later(1));
  const state = refused(changed, changed.pending.A1, { code: "answer_too_late" });
  assert.equal(state.answers.A1.option, "A1p");
  assert.deepEqual(state.pending, {});
  assert.equal(state.refusedAnswers[0].code, "answer_too_late");
});

test("what waits is said as saving while there is a network, as offline with its count when there is none", () => {
  const state = choose(choose(running(), "A1", "A1p", TEN), "A2", "A2p", TEN);
  assert.deepEqual(saveState(state), { kind: "saving", waiting: 2 });
  assert.deepEqual(saveState({ ...state, offline: true }), { kind: "offline", waiting: 2 });
  assert.deepEqual(saveState(running()), { kind: "none", waiting: 0 });
});
