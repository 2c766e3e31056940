/** When the page gives its own look at the face up: too slow again and again, or no answer. Browser tests give it time instead. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { makeFaceWatch } from "../../client/shared/face_watch.js";
import { face, seen } from "./faces.js";

/** @typedef {(event: {data: unknown}) => void} Listener */
const heard = /** @type {Record<string, Listener>} */ ({});
let asked = 0;

class StillWorker {
  /** @param {string} kind @param {Listener} listener */
  addEventListener(kind, listener) {
    heard[kind] = listener;
  }
  postMessage() {
    asked += 1;
  }
  terminate() {}
}

/** @param {number} tookMs */
const answer = (tookMs) => heard["message"]?.({ data: { seen: seen([face()]), jpeg: null, at: { local: 0, iso: "" }, tookMs } });

/** Long enough for the next look, not for patience to end. */
const nextLook = async () => {
  mock.timers.tick(900);
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

const started = async () => {
  const camera = /** @type {any} */ ({ kind: () => "ok", bitmap: async () => ({ close: () => {} }) });
  const clock = /** @type {any} */ ({ local: () => 0, iso: () => "" });
  const watch = makeFaceWatch({ camera, clock, width: () => 480, isWanted: () => true, saw: () => {} });
  watch.start();
  heard["message"]?.({ data: { ready: true } });
  await nextLook();
  return watch;
};

beforeEach(() => {
  asked = 0;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(globalThis, { Worker: StillWorker, document: { hidden: false } });
  mock.method(console, "warn", () => {});
});

test("five slow looks in a row end it, a quick one between begins the count anew", async () => {
  const watch = await started();
  for (const tookMs of [501, 501, 501, 501, 500, 501, 501, 501, 501]) {
    answer(tookMs);
    assert.equal(watch.state(), "on");
    await nextLook();
  }
  assert.equal(asked, 10);
  answer(501);
  assert.equal(watch.state(), "broken");
});

test("a look without an answer ends it after five seconds", async () => {
  const watch = await started();
  mock.timers.tick(4_900);
  assert.equal(watch.state(), "on");
  mock.timers.tick(200);
  assert.equal(watch.state(), "broken");
});
