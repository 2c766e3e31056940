/** Carries answers to the server: one at a time while the network is well, in batches after an outage, for ever until they are taken or refused. */

import { Refused, Unreachable } from "../../shared/api.js";
import { batches, waitMs } from "../../shared/outbox_rules.js";
import { queueOf, refused, saved } from "./answering.js";
import { reached, unreachable } from "./state.js";

/** @typedef {import("./types.js").Kept} Kept */
/** @typedef {import("./types.js").ExamState} ExamState */

const BATCH = 40;
const PATIENCE_MS = 6_000;

/** Not the answer is refused but the moment: the log-in is gone, the sitting paused, the server busy. It stays in the queue. @param {Refused} error */
export const isForNow = ({ status, code }) => [401, 403, 408, 425, 429].includes(status) || status >= 500 || code === "sitting_not_running";

const GOES_ON = ["paused", "away"]; // a sitting that stands still, not one that has ended

/** In a batch each answer is refused by itself; these wait for the sitting to run again. @param {{error: import("./types.js").Trouble}} one */
const isForLater = ({ error }) => error.code === "sitting_not_running" && GOES_ON.includes(String(error.parameters?.["status"]));

/** @param {Kept} answer */
const wire = ({ item, option, doubtful, revision, client_at }) => ({ item, option, doubtful, revision, client_at });

/**
 * @param {object} parts
 * @param {import("../../shared/api.js").Api} parts.api
 * @param {import("../../shared/outbox.js").Outbox} parts.outbox
 * @param {{read: () => ExamState, change: (update: (state: ExamState) => ExamState) => void}} parts.store
 * @param {() => Promise<unknown>} parts.askState
 * @param {(run: () => void, ms: number) => unknown=} parts.later
 */
export const makeSaver = ({ api, outbox, store, askState, later = setTimeout }) => {
  let busy = false;
  let failures = 0;
  let held = false;
  let waiting = false;

  /** @param {Kept} answer @param {import("./types.js").Trouble} trouble */
  const never = async (answer, trouble) => {
    store.change((state) => refused(reached(state), answer, trouble));
    await outbox.forget((kept) => kept.sitting === answer.sitting && kept.item === answer.item && kept.revision <= answer.revision);
  };

  /** @param {Kept} answer @param {import("./types.js").Answer & {saved_at: string}} answered */
  const taken = async (answer, answered) => {
    const { option, doubtful, revision } = answered;
    if (revision === answer.revision && (option !== answer.option || doubtful !== answer.doubtful)) {
      // Another window was first: what it chose stands, and the person sees that.
      store.change((state) => saved(state, { ...answer, option, doubtful }, answered.saved_at));
      return never(answer, { code: "stale_revision" });
    }
    store.change((state) => saved(reached(state), answer, answered.saved_at));
    // The server has a newer one, from another PC: its whole word is needed.
    if (answered.revision > answer.revision) void askState();
  };

  /** @param {Kept} answer */
  const sendOne = async (answer) => {
    const { item, ...rest } = wire(answer);
    await taken(answer, await api.put(`/api/exam/answers/${encodeURIComponent(item)}`, rest, { limitMs: PATIENCE_MS }));
  };

  /** @param {Kept[]} answers */
  const sendMany = async (answers) => {
    // Each client_at is the server's time already, as the page knew it when the person clicked.
    const answered = await api.post("/api/exam/answers", { answers: answers.map(wire) }, { limitMs: 2 * PATIENCE_MS });
    const of = (/** @type {string} */ item) => answers.find((answer) => answer.item === item);
    for (const one of answered.saved) {
      const answer = of(one.item);
      if (answer) await taken(answer, one);
    }
    for (const one of answered.refused) {
      const answer = of(one.item);
      if (answer && !isForLater(one)) await never(answer, one.error);
    }
    const later = answered.refused.find(isForLater);
    if (later) throw new Refused(later.error.code, later.error.parameters ?? {}, 409);
    if (answered.saved.length + answered.refused.length === 0) throw new Unreachable("a batch without an answer");
  };

  /** @param {Kept[]} queue */
  const send = (queue) => {
    const [first] = queue;
    // After the end only the batch is asked about the rule for outages.
    const alone = queue.length === 1 && store.read().server?.status === "running";
    return first && alone ? sendOne(first) : sendMany(batches(queue, BATCH)[0] ?? []);
  };

  /** One try waits at most: every click of an outage would else begin a round of tries of its own. @param {number} ms */
  const again = (ms) => {
    if (waiting) return;
    waiting = true;
    later(() => {
      waiting = false;
      resume();
    }, ms);
  };

  /** @param {unknown} error @param {Kept[]} queue */
  const failed = async (error, queue) => {
    if (!(error instanceof Refused)) {
      failures += 1;
      store.change(unreachable);
      return again(waitMs(failures, Math.random()));
    }
    if (isForNow(error)) {
      held = true;
      failures += 1;
      await askState();
      return again(waitMs(failures, Math.random()));
    }
    const [first] = queue;
    const over = error.code === "answer_too_late" && queue.length === 1;
    if (over) await askState();
    if (first && (!over || store.read().server?.status === "running")) await never(first, error);
    return again(0);
  };

  const kick = async () => {
    if (busy || held) return;
    busy = true;
    try {
      for (let queue = queueOf(store.read()); queue.length && !held; queue = queueOf(store.read())) {
        try {
          await send(queue);
          failures = 0;
        } catch (error) {
          await failed(error, queue);
          break;
        }
      }
    } finally {
      busy = false;
    }
  };

  const carry = async () => {
    const had = Object.keys(store.read().pending).length;
    await kick();
    // After the end, scores are shown once nothing waits any more.
    if (had && !Object.keys(store.read().pending).length && store.read().server?.status !== "running") await askState();
  };

  /** The moment may have come again: a state was heard, the network is back. */
  const resume = () => {
    held = false;
    void carry();
  };

  return { kick: () => void carry(), resume };
};
