/** How the person answers, marks and moves through the paper, and what becomes of an answer on its way to the server. */

import { sittingOf } from "./state.js";

/** @typedef {import("./types.js").ExamState} ExamState */
/** @typedef {import("./types.js").Kept} Kept */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {{item: Item, section: string, number: number}} Numbered a question with its number in the paper, from 1 */
/** @typedef {{answered: number, doubtful: number, items: number}} Count */

const LETTERS = "ABCDEFGH";

/** @param {number} index */
export const letterOf = (index) => LETTERS[index] ?? "?";

/** @type {WeakMap<object, Numbered[]>} a paper never changes: its list is made once */
const lists = new WeakMap();

/** @param {ExamState} state @returns {readonly Numbered[]} */
export const questionsOf = ({ paper }) => {
  if (!paper) return [];
  const list = lists.get(paper) ?? paper.sections.flatMap(({ code, items }) => items.map((item) => ({ item, section: code, number: 0 })));
  if (!lists.has(paper)) lists.set(paper, list.map((entry, index) => ({ ...entry, number: index + 1 })));
  return /** @type {Numbered[]} */ (lists.get(paper));
};

/** @param {ExamState} state */
export const currentOf = (state) => questionsOf(state)[state.current];

/** The letter the person sees before the chosen option, or null. @param {ExamState} state @param {Item} item */
export const chosenLetter = (state, item) => {
  const chosen = state.answers[item.id]?.option;
  const index = item.options.findIndex(({ id }) => id === chosen);
  return index < 0 ? null : letterOf(index);
};

/** @param {ExamState} state @param {string=} section @returns {Count} */
export const countOf = (state, section) => {
  const asked = questionsOf(state).filter((question) => section === undefined || question.section === section);
  const answers = asked.map(({ item }) => state.answers[item.id]);
  return {
    answered: answers.filter((answer) => answer && answer.option !== null).length,
    doubtful: answers.filter((answer) => answer?.doubtful).length,
    items: asked.length,
  };
};

/** @param {ExamState} state @param {string} item @param {{option: string|null, doubtful: boolean}} meant @param {string} at @returns {ExamState} */
const answer = (state, item, meant, at) => {
  const before = state.answers[item];
  if ((before?.option ?? null) === meant.option && (before?.doubtful ?? false) === meant.doubtful) return state;
  const now = { ...meant, revision: (before?.revision ?? 0) + 1 };
  const kept = { sitting: state.server ? sittingOf(state.server) : "", item, ...now, client_at: at };
  return { ...state, answers: { ...state.answers, [item]: now }, pending: { ...state.pending, [item]: kept } };
};

/**
 * @param {ExamState} state @param {string} item @param {string|null} option null takes the answer back @param {string} at the server's time
 * @returns {ExamState}
 */
export const choose = (state, item, option, at) => answer(state, item, { option, doubtful: state.answers[item]?.doubtful ?? false }, at);

/** @param {ExamState} state @param {string} item @param {string} at @returns {ExamState} */
export const toggleDoubt = (state, item, at) => {
  const before = state.answers[item];
  return answer(state, item, { option: before?.option ?? null, doubtful: !before?.doubtful }, at);
};

/**
 * A paper came: go on where this page was, else (another PC) at the first question without an answer.
 * @param {ExamState} state @param {import("./types.js").Paper} paper @param {string|null} place the item last looked at here @returns {ExamState}
 */
export const hearPaper = (state, paper, place) => {
  const opened = { ...state, paper };
  const here = questionsOf(opened).findIndex(({ item }) => item.id === place);
  return { ...opened, current: Math.max(0, here >= 0 ? here : firstUnanswered(opened)) };
};

/** @param {ExamState} state @param {number} position @returns {ExamState} */
export const goTo = (state, position) => {
  const last = questionsOf(state).length - 1;
  return { ...state, current: Math.min(Math.max(position, 0), Math.max(last, 0)), place: "questions", drawer: false, agreed: false, blockBegan: null };
};

/** @param {ExamState} state @param {string} section @returns {ExamState} */
export const goToSection = (state, section) => goTo(state, questionsOf(state).findIndex((question) => question.section === section));

/** @param {ExamState} state @returns {number} the position of the first question without an answer, or -1 */
export const firstUnanswered = (state) => questionsOf(state).findIndex(({ item }) => !state.answers[item.id]?.option);

/** @param {ExamState} state @returns {Kept[]} oldest first */
export const queueOf = ({ pending }) => Object.values(pending).sort((one, other) => (one.client_at < other.client_at ? -1 : 1));

/**
 * The server has it. A newer choice made meanwhile stays in the queue.
 * @param {ExamState} state @param {Kept} sent @param {string} savedAt @returns {ExamState}
 */
export const saved = (state, sent, savedAt) => {
  const waiting = state.pending[sent.item];
  const { [sent.item]: _, ...others } = state.pending;
  const stored = { option: sent.option, doubtful: sent.doubtful, revision: sent.revision };
  return {
    ...state,
    savedAt,
    pending: waiting && waiting.revision > sent.revision ? state.pending : others,
    server: state.server && { ...state.server, answers: { ...state.server.answers, [sent.item]: stored } },
  };
};

/**
 * The server will never take it: what it has is shown again, and the person is told.
 * @param {ExamState} state @param {Kept} sent @param {import("./types.js").Trouble} trouble @returns {ExamState}
 */
export const refused = (state, sent, trouble) => {
  if ((state.pending[sent.item]?.revision ?? 0) > sent.revision) return state;
  const { [sent.item]: _, ...others } = state.pending;
  const { [sent.item]: __, ...answers } = state.answers;
  const stored = state.server?.answers[sent.item];
  return {
    ...state,
    pending: others,
    answers: stored ? { ...answers, [sent.item]: stored } : answers,
    refusedAnswers: [...state.refusedAnswers, trouble],
  };
};

/** @param {ExamState} state @returns {{kind: "saved"|"saving"|"offline"|"none", waiting: number}} */
export const saveState = (state) => {
  const waiting = Object.keys(state.pending).length;
  if (waiting) return { kind: state.offline ? "offline" : "saving", waiting };
  return { kind: state.savedAt ? "saved" : "none", waiting };
};
