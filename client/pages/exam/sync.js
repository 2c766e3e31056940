/** Asks the server for its word (seat, state, paper, scores) and lays it into the page's state. */

import { Refused, Unreachable } from "../../shared/api.js";
import { PROTOCOL } from "../../shared/protocol.js";
import { hearPaper } from "./answering.js";
import * as page from "./state.js";

/** @typedef {import("./types.js").ExamState} ExamState */

const PAPER_LIMIT_MS = 20_000;

/**
 * @param {object} parts
 * @param {import("../../shared/api.js").Api} parts.api
 * @param {import("../../shared/outbox.js").Outbox} parts.outbox
 * @param {{read: () => ExamState, change: (update: (state: ExamState) => ExamState) => void}} parts.store
 * @param {() => string|null} parts.place the item last looked at in this tab
 * @param {() => void} parts.heard a state was heard: what waited may go again
 * @param {() => void} parts.outdated the server is newer than this page
 */
export const makeHearing = ({ api, outbox, store, place, heard, outdated }) => {
  let asking = /** @type {Promise<boolean>|null} */ (null);
  let askedMeanwhile = false;

  const askPaper = async () => {
    const paper = await api.get("/api/exam/paper", { limitMs: PAPER_LIMIT_MS });
    store.change((state) => hearPaper(state, paper, place()));
  };

  /** Closed by time: the score is shown once nothing waits any more, for whoever saw it sends no late answer. */
  const askScores = async () => {
    const { server, pending } = store.read();
    if (server?.status !== "closed_by_time" || server.scores || Object.keys(pending).length) return;
    const scored = await api.post("/api/exam/scores");
    store.change((state) => page.hearState(state, scored, []));
  };

  /** @param {import("../../shared/wire.js").State} told a State, whoever it came with */
  const hear = async (told) => {
    if (told.protocol > PROTOCOL) return outdated();
    const kept = await outbox.of(page.sittingOf(told));
    store.change((state) => page.hearState(page.reached(state), told, kept));
    if (told.status === "running" && !page.isWholePaper(store.read())) await askPaper();
    heard();
    await askScores();
  };

  /** The log-in of this page is gone: another one took over, or the PIN is void. @param {Refused} error */
  const loggedOut = (error) => store.change((state) => (state.server && !state.replaced ? page.settled(page.loggedOut(state), error) : state));

  /** The PC is bound to this seat no more, and the log-in with it. @param {Refused} error */
  const unpaired = (error) => {
    loggedOut(error);
    store.change((state) => ({ ...state, seat: null }));
  };

  /** Whether the server has said how things stand, that nobody is logged in included; a failure says nothing. */
  const askOnce = async () => {
    try {
      await hear(await api.get("/api/exam/state"));
      return true;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return (loggedOut(error), true);
      if (error instanceof Refused && error.code === "seat_not_paired") return (unpaired(error), true);
      if (!(error instanceof Unreachable) && !(error instanceof Refused)) throw error;
      if (error instanceof Unreachable) store.change(page.unreachable);
      console.warn("The state could not be heard", error);
      return false;
    }
  };

  const askUntilFresh = async () => {
    try {
      let heardIt = false;
      do {
        askedMeanwhile = false;
        heardIt = await askOnce();
      } while (askedMeanwhile);
      return heardIt;
    } finally {
      asking = null;
    }
  };

  return {
    hear,
    /** Asked again while an answer is on its way, that answer may be too old: one more question follows it. */
    askState: () => {
      if (asking) askedMeanwhile = true;
      asking ??= askUntilFresh();
      return asking;
    },
    askSeat: async () => {
      const told = await api.get("/api/seat");
      if (told.protocol > PROTOCOL) return outdated();
      store.change((state) => page.settled(page.hearSeat(state, told)));
    },
  };
};
