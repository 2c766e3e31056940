/** The carrier of answers against a server that answers, fails and refuses; the server is a wall of the process and played here. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose } from "../../client/pages/exam/answering.js";
import { makeHearing } from "../../client/pages/exam/sync.js";
import { makeSaver } from "../../client/pages/exam/answer_sender.js";
import { hearState } from "../../client/pages/exam/state.js";
import { Refused, Unreachable } from "../../client/shared/api.js";
import { openOutbox } from "../../client/shared/outbox.js";
import { TEN, running, serverState } from "./builders.js";

const settle = async () => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A hall of one page: `serve(call)` plays the server, `later` runs what waits when told to. */
const hall = async (serve) => {
  const outbox = await openOutbox("exam");
  const calls = [];
  const waiting = [];
  let state = running();
  const store = { read: () => state, change: (update) => { state = update(state); } };
  const call = async (method, path, body) => {
    calls.push({ method, path, body });
    return serve({ method, path, body }, store);
  };
  const api = { put: (path, body) => call("PUT", path, body), post: (path, body) => call("POST", path, body) };
  const asked = [];
  const saver = makeSaver({ api, outbox, store, askState: async () => { asked.push(1); }, later: (run) => { waiting.push(run); } });
  const click = async (item, option, at = TEN) => {
    store.change((before) => choose(before, item, option, at));
    await outbox.keep(state.pending[item]);
    saver.kick();
  };
  const tryAgain = async () => { for (const run of waiting.splice(0)) run(); await settle(); };
  return { waiting, outbox, calls, asked, store, saver, click, tryAgain };
};

const take = ({ method, path, body }) => {
  const one = ({ item, option, doubtful, revision }) => ({ item, option, doubtful, revision, saved_at: TEN, late: false });
  return method === "PUT" ? one({ ...body, item: path.split("/").at(-1) }) : { saved: body.answers.map(one), refused: [] };
};

test("one click is one request, and then nothing waits", async () => {
  const { click, calls, store } = await hall(take);
  await click("A1", "A1p");
  await settle();
  assert.deepEqual(calls.map(({ method, path }) => `${method} ${path}`), ["PUT /api/exam/answers/A1"]);
  assert.deepEqual(store.read().pending, {});
});

test("a dead network keeps every answer and sends them in order when it is back", async () => {
  let alive = false;
  const { click, calls, store, tryAgain } = await hall((call) => {
    if (!alive) throw new Unreachable("dead");
    return take(call);
  });
  await click("A2", "A2p", "2026-11-23T03:00:01.000Z");
  await settle();
  await click("A1", "A1p", "2026-11-23T03:00:02.000Z");
  await settle();
  assert.equal(store.read().offline, true);
  assert.equal(Object.keys(store.read().pending).length, 2);
  alive = true;
  await tryAgain();
  assert.deepEqual(calls.at(-1).body.answers.map(({ item }) => item), ["A2", "A1"]);
  assert.deepEqual([store.read().pending, store.read().offline, store.read().wasOffline], [{}, false, true]);
});

test("ten clicks into a dead network are one round of tries, not ten", async () => {
  const { click, waiting } = await hall(() => {
    throw new Unreachable("dead");
  });
  for (let count = 0; count < 10; count += 1) {
    await click("A1", count % 2 ? "A1p" : "A1q");
    await settle();
  }
  assert.equal(waiting.length, 1);
});

test("a refused answer is told once and never sent again, the others go on", async () => {
  const { click, calls, store, outbox, tryAgain } = await hall((call) => {
    if (call.path.endsWith("A1")) throw new Refused("item_not_in_paper", {}, 409);
    return take(call);
  });
  await click("A1", "A1p");
  await settle();
  await tryAgain();
  await click("A2", "A2p");
  await settle();
  assert.equal(store.read().refusedAnswers.length, 1);
  assert.deepEqual((await outbox.of("0193-siti")).map(({ item }) => item), ["A2"]);
  assert.equal(calls.length, 2);
});

test("an answer refused late takes no newer click on the same question along", async () => {
  /** @type {(error: Error) => void} */
  let refuse = () => {};
  const { click, outbox } = await hall((call) => {
    if (call.body.revision === 1) return new Promise((_, no) => { refuse = no; });
    throw new Unreachable("dead");
  });
  await click("A1", "A1p");
  await settle();
  await click("A1", "A1q");
  await settle();
  refuse(new Refused("option_not_in_item", {}, 409));
  await settle();
  assert.deepEqual((await outbox.of("0193-siti")).map(({ item, revision }) => [item, revision]), [["A1", 2]]);
});

test("a pause refuses the moment, not the answer: it goes when the sitting runs again", async () => {
  let paused = true;
  const { click, store, saver, asked } = await hall((call) => {
    if (paused) throw new Refused("sitting_not_running", {}, 409);
    return take(call);
  });
  await click("A1", "A1p");
  await settle();
  assert.equal(asked.length, 1);
  assert.equal(Object.keys(store.read().pending).length, 1);
  paused = false;
  saver.resume();
  await settle();
  assert.deepEqual(store.read().pending, {});
});

test("answers of an outage that reach a suspended room wait in the queue until it goes on", async () => {
  let [alive, status] = [false, "paused"];
  const { click, calls, store, outbox, saver, tryAgain } = await hall((call) => {
    if (!alive) throw new Unreachable("dead");
    if (status === "running") return take(call);
    const refused = call.body.answers.map(({ item }) => ({ item, error: { code: "sitting_not_running", parameters: { status } } }));
    return { saved: [], refused };
  });
  await click("A1", "A1p");
  await click("A2", "A2p");
  await settle();
  alive = true;
  store.change((state) => hearState(state, serverState({ now: "2026-11-23T03:10:00.000Z", status }), Object.values(state.pending)));
  await tryAgain();
  await tryAgain();
  assert.equal(calls.at(-1).path, "/api/exam/answers");
  assert.deepEqual(Object.keys(store.read().pending).sort(), ["A1", "A2"]);
  assert.equal((await outbox.of("0193-siti")).length, 2);
  assert.deepEqual(store.read().refusedAnswers, []);
  status = "running";
  store.change((state) => hearState(state, serverState({ now: "2026-11-23T03:20:00.000Z", status }), Object.values(state.pending)));
  saver.resume();
  await settle();
  assert.deepEqual(store.read().pending, {});
});

test("after the end the batch is asked, and each answer is taken or refused by itself", async () => {
  let alive = false;
  const { click, store, saver, calls, asked } = await hall(() => {
    if (!alive) throw new Unreachable("dead");
    return { saved: [{ item: "A1", option: "A1p", doubtful: false, revision: 1, saved_at: TEN, late: true }], refused: [{ item: "A2", error: { code: "answer_too_late", parameters: {} } }] };
  });
  await click("A1", "A1p");
  await settle();
  await click("A2", "A2p");
  await settle();
  alive = true;
  store.change((state) => hearState(state, serverState({ now: "2026-11-23T03:20:00.000Z", status: "closed_by_time", time: null }), []));
  saver.resume();
  await settle();
  assert.equal(calls.at(-1).path, "/api/exam/answers");
  assert.deepEqual(store.read().pending, {});
  assert.deepEqual(store.read().refusedAnswers.map(({ code }) => code), ["answer_too_late"]);
  assert.equal(asked.length, 1, "the scores are asked for once nothing waits");
});

test("an answer another PC has overtaken makes the page ask for the whole word", async () => {
  const { click, asked } = await hall(({ path }) => ({ item: path.split("/").at(-1), option: "A1q", doubtful: false, revision: 7, saved_at: TEN, late: false }));
  await click("A1", "A1p");
  await settle();
  assert.equal(asked.length, 1);
});

test("an answer of another window that came first is shown, and the person is told", async () => {
  const { click, store, outbox } = await hall((call) => ({ ...take(call), option: "A1q" }));
  await click("A1", "A1p");
  await settle();
  const { answers, pending, refusedAnswers } = store.read();
  assert.equal(answers["A1"].option, "A1q");
  assert.deepEqual(pending, {});
  assert.deepEqual(refusedAnswers.map(({ code }) => code), ["stale_revision"]);
  assert.equal((await outbox.of("0193-siti")).length, 0, "a reload must not bring it back");
});

test("a batch that is neither taken nor refused does not spin", async () => {
  const { click, calls, store } = await hall(({ method }) => {
    if (method === "PUT") throw new Unreachable("dead");
    return { saved: [], refused: [] };
  });
  await click("A1", "A1p");
  await click("A2", "A2p");
  await settle();
  assert.ok(calls.length <= 2, `${calls.length} requests`);
  assert.equal(Object.keys(store.read().pending).length, 2);
});

test("an answer refused because the sitting has ended waits for nothing and is told", async () => {
  const error = { code: "sitting_not_running", parameters: { status: "submitted" } };
  const { click, calls, store, waiting } = await hall(({ body }) => ({ saved: [], refused: body.answers.map(({ item }) => ({ item, error })) }));
  store.change((state) => ({ ...state, server: { ...state.server, status: "closed_by_time" } }));
  await click("A1", "A1p");
  await settle();
  assert.deepEqual([calls.length, waiting.length, store.read().pending], [1, 0, {}]);
  assert.equal(store.read().refusedAnswers.length, 1);
});

test("only a word about the log-in counts as one: a failure never looks like a log-out", async () => {
  const answers = [new Unreachable("down"), new Refused("too_many_tries", { seconds: 1 }, 429), new Refused("not_logged_in", {}, 401)];
  let state = { ...running(), server: null };
  const store = { read: () => state, change: (update) => { state = update(state); } };
  const api = { get: async () => { throw answers.shift(); } };
  const { askState } = makeHearing({ api, outbox: await openOutbox("word"), store, place: () => null, heard: () => {}, outdated: () => {} });
  assert.deepEqual([await askState(), await askState(), await askState()], [false, false, true]);
});
