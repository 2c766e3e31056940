import assert from "node:assert/strict";
import { test } from "node:test";

import { makeStore } from "../../client/shared/store.js";

test("all updates of a turn are drawn once, and heard one by one", async () => {
  const drawn = [];
  const heard = [];
  const store = makeStore({ start: { n: 0 }, draw: ({ n }) => drawn.push(n), changed: (next, before) => heard.push([before.n, next.n]) });
  store.change(({ n }) => ({ n: n + 1 }));
  store.change(({ n }) => ({ n: n + 1 }));
  assert.deepEqual(drawn, []);
  await Promise.resolve();
  assert.deepEqual(drawn, [2]);
  assert.deepEqual(heard, [[0, 1], [1, 2]]);
});

test("an update that changes nothing draws nothing", async () => {
  const drawn = [];
  const store = makeStore({ start: { n: 0 }, draw: ({ n }) => drawn.push(n) });
  store.change((state) => state);
  await Promise.resolve();
  assert.deepEqual(drawn, []);
  store.draw();
  assert.deepEqual(drawn, [0]);
});
