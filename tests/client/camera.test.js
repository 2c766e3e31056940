/** A camera that nobody answers for: told, asked again, and taken when it opens after all. The browser around it is a double. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

let now = 0;
let ticks = [];
let asked = [];

const context = { drawImage: () => {}, getImageData: () => ({ data: new Uint8ClampedArray(64 * 48 * 4).fill(99) }) };
const element = () => ({ getContext: () => context, play: async () => {}, readyState: 4, videoWidth: 640, videoHeight: 480, srcObject: null });
const stream = () => {
  const track = { muted: false, stopped: false, addEventListener: () => {}, stop: () => (track.stopped = true) };
  return { track, getTracks: () => [track], getVideoTracks: () => [track] };
};

beforeEach(() => {
  now = 1;
  ticks = [];
  asked = [];
  Object.assign(globalThis, {
    document: { createElement: element, hidden: false },
    HTMLMediaElement: { HAVE_CURRENT_DATA: 2 },
    localStorage: { getItem: () => null, setItem: () => {} },
    setInterval: (tick, every) => ticks.push({ tick, every }),
  });
  const mediaDevices = {
    addEventListener: () => {},
    getUserMedia: () => new Promise((open, refuse) => asked.push({ open, refuse })),
  };
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices }, configurable: true });
  Object.defineProperty(globalThis, "performance", { value: { now: () => now }, configurable: true });
});

const seconds = async (count) => {
  for (let second = 1; second <= count; second += 1) {
    now += 1_000;
    for (const { tick, every } of ticks) if (Math.floor(now / every) !== Math.floor((now - 1_000) / every)) tick();
    await new Promise(setImmediate);
  }
};

const opened = async () => {
  const { makeCamera } = await import("../../client/shared/camera.js");
  const kinds = [];
  const camera = makeCamera({ changed: (kind) => kinds.push(kind) });
  void camera.start();
  return { camera, kinds };
};

test("within ten seconds it is told that nobody answers, and it is asked again", async () => {
  const { camera, kinds } = await opened();
  await seconds(10);
  assert.equal(camera.kind(), "unanswered");
  await seconds(30);
  assert.ok(asked.length >= 3, `asked ${asked.length} times`);
  assert.deepEqual(kinds, ["asking", "unanswered"]);
});

test("an answer that comes late is taken, and whatever else opens later is let go", async () => {
  const { camera } = await opened();
  await seconds(15);
  const [first, second] = [stream(), stream()];
  asked[0].open(first);
  await seconds(1);
  assert.deepEqual([camera.kind(), camera.stream()], ["ok", first]);
  asked[1].open(second);
  await seconds(1);
  assert.deepEqual([camera.stream() === first || camera.stream() === second, first.track.stopped !== second.track.stopped], [true, true]);
});

test("a late no to an old question says nothing about the one that is asked now", async () => {
  const { camera } = await opened();
  await seconds(15);
  const late = asked[0];
  late.refuse(Object.assign(new Error("no"), { name: "NotReadableError" }));
  await seconds(1);
  assert.equal(camera.kind(), "unanswered");
});

test("stopped while it was asked, it stays dark", async () => {
  const { camera } = await opened();
  camera.stop();
  await seconds(20);
  assert.equal(camera.kind(), "off");
  const late = stream();
  asked[0].open(late);
  await seconds(1);
  assert.deepEqual([camera.kind(), camera.stream(), late.track.stopped], ["off", null, true]);
});
