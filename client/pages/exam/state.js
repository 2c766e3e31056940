/** The exam page's state: what was heard, which screen follows from it, and how much time is left. */

import { lacking, merged } from "../../shared/outbox_rules.js";

/** @typedef {import("./types.js").ExamState} ExamState */
/** @typedef {import("./types.js").ServerState} ServerState */
/** @typedef {import("./types.js").Kept} Kept */
/** @typedef {import("./types.js").Paper} Paper */

/**
 * @typedef {"loading"|"unpaired"|"login"|"confirm"|"refused"|"waiting"|"opening"|"questions"|"review"|"finish"|"closing"|"paused"|
 *   "away"|"returning"|"scores"|"ended"|"replaced"|"outdated"} Screen
 */

/** @type {ExamState} */
export const START = Object.freeze({
  seat: undefined,
  server: null,
  paper: null,
  answers: {},
  pending: {},
  sending: 0,
  offline: false,
  wasOffline: false,
  savedAt: null,
  refusedAnswers: [],
  current: 0,
  place: "questions",
  drawer: false,
  leaving: false,
  blockBegan: null,
  check: null,
  failures: 0,
  called: false,
  movement: null,
  trouble: null,
  busy: null,
  agreed: false,
  camera: "off",
  look: null,
  hint: null,
  readMessage: null,
  spoken: "",
  text: 18,
  contrast: false,
  replaced: false,
  outdated: false,
});

export const TEXT_SIZES = /** @type {const} */ ([16, 18, 22, 28]);
export const SPOKEN_MINUTES = [30, 10, 5, 1];

const WITHOUT_CAMERA = ["loading", "unpaired", "login", "scores", "ended", "replaced", "outdated"];
const SCREEN_OF_STATUS = /** @type {Record<string, Screen>} */ ({
  expected: "login",
  checked_in: "login",
  confirming: "confirm",
  seated: "waiting",
  waiting: "waiting",
  running: "questions",
  paused: "paused",
  away: "away",
  submitted: "scores",
  closed_by_time: "scores",
});

/** Nothing about the questions is left on the screen or in the page when a sitting is not running. @param {ExamState} state @param {number} now */
const runningScreen = (state, now) => {
  if (leftMs(state, now) === 0) return "closing";
  return isWholePaper(state) ? state.place : "opening";
};

/** @param {ExamState} state @param {number} now the server's time @returns {Screen} */
export const screenOf = (state, now) => {
  if (state.outdated) return "outdated";
  if (state.replaced) return "replaced";
  if (state.seat === undefined) return "loading";
  if (!state.server) return state.seat ? "login" : "unpaired";
  const screen = SCREEN_OF_STATUS[state.server.status] ?? "ended";
  if (screen === "questions") return runningScreen(state, now);
  return isAtGate(state.server) && needsProctor(state.server) ? "refused" : gateOr(screen, state.server);
};

/** Before the questions the face is looked at: after the log-in, after a break, and when a proctor asks for it. @param {ServerState} server */
const isAtGate = ({ status, needs_face_check }) => ["checked_in", "confirming", "away"].includes(status) || (status === "paused" && needs_face_check);

/** @param {ServerState} server */
const needsProctor = ({ waiting_for_proctor, identity_mode, status }) => waiting_for_proctor || (identity_mode === "officer" && status !== "away");

/** @param {Screen} screen @param {ServerState} server @returns {Screen} */
const gateOr = (screen, server) => (screen === "paused" && server.needs_face_check ? "returning" : screen);

/** @param {ExamState} state */
export const isOfficerMode = ({ server }) => server?.identity_mode === "officer";

/** The camera is on from the log-in to the end, not a moment longer, and not where an officer looks instead. @param {ExamState} state @param {number} now */
export const wantsCamera = (state, now) => !isOfficerMode(state) && !WITHOUT_CAMERA.includes(screenOf(state, now));

/** @param {ExamState} state */
export const isWholePaper = (state) => state.paper !== null && state.paper.block === state.server?.block;

/**
 * Milliseconds left, or null when no clock was set yet. The server says what is left; the page only counts on from there.
 * @param {ExamState} state @param {number} now
 */
export const leftMs = ({ server }, now) => {
  if (!server?.time) return null;
  const counted = server.time.stopped ? 0 : now - Date.parse(server.now);
  return Math.max(0, server.time.left_ms - counted);
};

/** Which of 30, 10, 5 and 1 minutes was passed between two looks at the clock. @param {number|null} before @param {number|null} after */
export const minutePassed = (before, after) => {
  if (before === null || after === null) return null;
  return SPOKEN_MINUTES.find((minute) => before > minute * 60_000 && after <= minute * 60_000) ?? null;
};

/** @param {ExamState} state @param {{seat: import("./types.js").Seat|null}} heard */
export const hearSeat = (state, { seat }) => ({ ...state, seat });

/**
 * Told before what is known already. By the server's count, not by its clock: that may be put back.
 * @param {ServerState} heard @param {ServerState} known
 */
const isOlder = ({ order: heard }, { order: known }) => heard.server === known.server && heard.number < known.number;

/**
 * The server's word, with what it does not have yet laid over it. An answer to a question older than the last one heard is dropped.
 * @param {ExamState} state @param {ServerState} server @param {readonly Kept[]} kept @returns {ExamState}
 */
export const hearState = (state, server, kept) => {
  if (state.server && sittingOf(state.server) === sittingOf(server) && isOlder(server, state.server)) return state;
  const held = [...kept.filter(({ item }) => !(item in state.pending)), ...Object.values(state.pending)];
  const missing = lacking(held, server.answers);
  const moved = state.server?.block && server.block && state.server.block !== server.block;
  return {
    ...state,
    server,
    answers: merged(server.answers, held),
    pending: Object.fromEntries(missing.map((answer) => [answer.item, answer])),
    ...(moved ? { current: 0, place: "questions", agreed: false, blockBegan: blockOf(server)?.title ?? null } : {}),
    ...(server.status === "running" ? {} : { place: "questions", agreed: false, drawer: false, leaving: false }),
  };
};

/** Somebody else, or nobody, is logged in: nothing of the former person stays in the page. @param {ExamState} state @returns {ExamState} */
export const loggedOut = ({ seat, camera, text, contrast }) => ({ ...START, seat, camera, text, contrast });

/** @param {ExamState} state @param {{verdict: string, hints: string[]}} check @returns {ExamState} */
export const checked = (state, check) =>
  check.verdict === "match" ? { ...state, check, failures: 0, called: false } : { ...state, check, failures: state.failures + 1 };

const FAILURES_BEFORE_CALL = 2;

/** Whom pictures, movements or the camera itself keep at the gate, a human lets on. @param {ExamState} state */
export const mayCall = ({ failures, called, camera }) => called || failures >= FAILURES_BEFORE_CALL || !["ok", "off", "asking"].includes(camera);

/** @param {ExamState} state @returns {ExamState} */
export const calledProctor = (state) => ({ ...state, called: true });

/** @param {ExamState} state @param {ExamState["movement"]} movement @returns {ExamState} */
export const askToMove = (state, movement) => ({ ...state, movement, check: null });

/** @param {ExamState} state @param {string} button @returns {ExamState} */
export const pressed = (state, button) => ({ ...state, busy: button, trouble: null });

/** A check that met trouble failed too, whatever the reason. @param {ExamState} state @param {unknown} trouble @returns {ExamState} */
export const settled = (state, trouble = null) => {
  const failures = state.failures + (trouble && state.busy === "check" ? 1 : 0);
  return { ...state, busy: null, movement: null, trouble, failures };
};

/** @param {ExamState} state @returns {ExamState} */
export const stays = (state) => ({ ...state, leaving: false });

/** @param {ExamState} state @returns {ExamState} */
export const reached = (state) => (state.offline ? { ...state, offline: false, wasOffline: true } : state);

/** @param {ExamState} state @returns {ExamState} */
export const unreachable = (state) => ({ ...state, offline: true, wasOffline: false });

/** @param {ExamState} state @param {1|-1} step @returns {ExamState} */
export const resizeText = (state, step) => {
  const next = TEXT_SIZES[TEXT_SIZES.indexOf(state.text) + step];
  return next ? { ...state, text: next } : state;
};

/** Blocks follow each other; the last one is finished with the exam. @param {ServerState} server */
export const isLastBlock = ({ exam, block }) => !block || exam.blocks.at(-1)?.code === block;

/** @param {ServerState} server */
const blockOf = ({ exam, block }) => exam.blocks.find(({ code }) => code === block);

/** Names the sitting in the outbox. @param {ServerState} server */
export const sittingOf = ({ sitting }) => sitting;

/** @param {ExamState} state */
export const zoneOf = (state) => state.server?.slot.zone;

/**
 * What an answer earns, for the waiting room: sections with the same points stand together.
 * @param {readonly import("../../shared/wire.js").Block[]} blocks
 */
export const pointSchemes = (blocks) => {
  const schemes = /** @type {{least: number, most: number, codes: string[]}[]} */ ([]);
  for (const { code, scheme } of blocks.flatMap((block) => block.sections)) {
    const [least, most] = [Math.min(...scheme), Math.max(...scheme)];
    const alike = schemes.find((one) => one.least === least && one.most === most);
    if (alike) alike.codes.push(code);
    else schemes.push({ least, most, codes: [code] });
  }
  return schemes;
};
