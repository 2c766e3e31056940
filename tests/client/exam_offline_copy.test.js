/** The copy of a running sitting that a reload without network goes on from. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeOfflineCopy } from "../../client/pages/exam/offline_copy.js";
import { openDatabase } from "../../client/shared/browser_store.js";

const memoryShelf = () => {
  const held = new Map();
  return {
    held,
    get: async (name) => held.get(name),
    put: async (name, value) => void held.set(name, value),
    clear: async () => held.clear(),
  };
};

const running = {
  seat: { site: "JKT-1", room: "Melati", number: "3" },
  server: { sitting: "one", status: "running", block: "skd", answers: {} },
  paper: { block: "skd", sections: [{ code: "TWK", title: "TWK", items: [{ id: "i1", text: "Rahasia negara", figure: null, options: [] }] }] },
  replaced: false,
};

test("a running sitting is found again, with how far the server's clock is ahead", async () => {
  const shelf = memoryShelf();
  await makeOfflineCopy(shelf).follow(running, 1234);
  assert.deepEqual(await makeOfflineCopy(shelf).restore(), { seat: running.seat, server: running.server, paper: running.paper, offset: 1234 });
});

test("nothing of the paper can be read off the disk without the key, and the key cannot be taken out", async () => {
  const shelf = memoryShelf();
  await makeOfflineCopy(shelf).follow(running, 0);
  const { sealed } = shelf.held.get("copy");
  assert.equal(Buffer.from(sealed).includes("Rahasia"), false);
  assert.equal(shelf.held.get("key").extractable, false);
});

for (const [what, after] of Object.entries({
  paused: { ...running, server: { ...running.server, status: "paused" } },
  "handed in": { ...running, server: { ...running.server, status: "submitted" } },
  "taken over elsewhere": { ...running, replaced: true, paper: null },
  "taken over while its paper is still there": { ...running, replaced: true },
  "logged out": { ...running, server: null, paper: null },
})) {
  test(`a sitting that is ${what} leaves no copy`, async () => {
    const shelf = memoryShelf();
    const copy = makeOfflineCopy(shelf);
    void copy.follow(running, 0); // still being written when the next word comes
    await copy.follow(after, 0);
    assert.equal(shelf.held.size, 0);
    assert.equal(await copy.restore(), null);
  });
}

test("a state heard before its paper forgets nothing", async () => {
  const shelf = memoryShelf();
  const copy = makeOfflineCopy(shelf);
  await copy.follow(running, 0);
  await copy.follow({ ...running, paper: null }, 0);
  assert.notEqual(await copy.restore(), null);
});

test("a paper of the block before is no copy of the next block", async () => {
  const shelf = memoryShelf();
  const copy = makeOfflineCopy(shelf);
  await copy.follow(running, 0);
  await copy.follow({ ...running, server: { ...running.server, block: "next" } }, 0);
  assert.equal((await copy.restore()).server.block, "skd");
});

test("a storage that never answers is given up", async () => {
  globalThis.indexedDB = { open: () => ({}) };
  await assert.rejects(openDatabase("silent", {}, 20), /did not answer/);
  delete globalThis.indexedDB;
});
