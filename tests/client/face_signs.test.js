/** What one look tells: company, hints, light, pose, and which picture is worth sending. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { EXAM_LIMITS, GATE_LIMITS, NEAR_RATIO, companyOf, hintsOf, lightOf, poseOf, worthOf } from "../../client/shared/face_signs.js";
import { recent, worthSending } from "../../client/shared/face_watch.js";
import { face, points, seen } from "./faces.js";

test("a face that is well seen earns no hint", () => {
  assert.deepEqual(hintsOf(seen([face()])), []);
});

test("nobody there is said; nobody there in the dark is said of the dark", () => {
  assert.deepEqual(hintsOf(seen([])), ["no_face"]);
  assert.deepEqual(hintsOf(seen([], { brightness: 8 })), ["too_dark"]);
});

test("a neighbour is always in view; somebody as near as the sitter is said first", () => {
  assert.equal(companyOf(seen([face({ height: 200 }), face({ height: 100 })])), "one_face");
  const company = seen([face({ height: 200, brightness: 10 }), face({ height: 130 })]);
  assert.equal(companyOf(company), "two_faces");
  assert.equal(hintsOf(company)[0], "two_faces");
});

for (const [hint, change] of /** @type {[string, object][]} */ ([
  ["too_dark", { brightness: 20 }],
  ["too_bright", { brightness: 245 }],
  ["too_bright", { overexposed: 0.6 }],
  ["too_blurred", { sharpness: 3 }],
  ["come_closer", { height: 40 }],
  ["move_to_middle", { points: points({ dx: -200 }) }],
  ["turn_to_camera", { points: points({ turned: 45 }) }],
  ["hold_head_straight", { points: points({ tilted: 40 }) }],
])) {
  test(`${hint} is said of a face with ${JSON.stringify(change).slice(0, 40)}`, () => {
    assert.deepEqual(hintsOf(seen([face(change)])), [hint]);
  });
}

test("the pose of a straight head is straight, and a turn to either side is told apart", () => {
  const straight = poseOf(points());
  for (const angle of Object.values(straight)) assert.ok(Math.abs(angle) < 2, JSON.stringify(straight));
  assert.ok(poseOf(points({ turned: 30 })).yaw > 20);
  assert.ok(poseOf(points({ turned: -30 })).yaw < -20);
  assert.ok(Math.abs(poseOf(points({ tilted: 15 })).roll - 15) < 1);
});

test("light and sharpness are those of the face, not of the wall behind it", () => {
  const grey = new Uint8Array(20 * 20).fill(255);
  for (let y = 5; y < 15; y += 1) for (let x = 5; x < 15; x += 1) grey[y * 20 + x] = (x + y) % 2 ? 80 : 120;
  const inside = lightOf(grey, 20, { x: 5, y: 5, width: 10, height: 10 });
  assert.equal(inside.brightness, 100);
  assert.equal(inside.overexposed, 0);
  assert.equal(inside.sharpness, 160 ** 2); // a chequered board: every pixel is an edge of 4 x 40
  assert.equal(lightOf(grey, 20, { x: 0, y: 0, width: 5, height: 5 }).overexposed, 1);
  assert.equal(lightOf(grey, 20, { x: 0, y: 0, width: 5, height: 5 }).sharpness, 0);
  assert.equal(lightOf(grey, 20, { x: 30, y: 30, width: 5, height: 5 }).brightness, 0);
});

test("a box that reaches over the edge is measured as far as the picture goes", () => {
  const grey = new Uint8Array(10 * 10).fill(50);
  assert.equal(lightOf(grey, 10, { x: -5, y: -5, width: 40, height: 40 }).brightness, 50);
});

test("a sharper and a more frontal picture is worth more; one with a fault, nothing", () => {
  assert.ok(worthOf(seen([face({ sharpness: 400 })])) > worthOf(seen([face({ sharpness: 100 })])));
  assert.ok(worthOf(seen([face()])) > worthOf(seen([face({ points: points({ turned: 20 }) })])));
  assert.equal(worthOf(seen([face(), face()])), 0);
  assert.equal(worthOf(seen([])), 0);
});

const kept = (worth, at, picture = `${worth}@${at}`) => ({ picture, worth, at });

test("the best picture of the last two seconds is sent when it is clearly better, else the last one looked at, while it is fresh", () => {
  assert.equal(worthSending([kept(10, 1_000), kept(4, 2_000)], 2_100), "10@1000");
  assert.equal(worthSending([kept(10, 1_000), kept(9, 2_000)], 2_100), "9@2000");
  assert.equal(worthSending([kept(10, 1_000), kept(4, 3_000)], 3_100), "4@3000");
  assert.equal(worthSending([kept(10, 1_000), kept(9, 2_000)], 3_100), null);
  assert.equal(worthSending([kept(0, 0, null), kept(0, 2_000, null)], 2_100), null);
  assert.equal(worthSending([], 2_100), null);
});

test("when the best grows too old, the second best is still there", () => {
  const looks = [kept(10, 100), kept(3, 900), kept(9, 1_700), kept(3, 2_500)].reduce(recent, []);
  assert.deepEqual(looks.map(({ at }) => at), [900, 1_700, 2_500]);
  assert.equal(worthSending(looks, 2_700), "9@1700");
});

test("the page asks for what the server will accept", () => {
  const policy = readFileSync(join(import.meta.dirname, "../../server/identity/policy.py"), "utf8");
  const dlib = policy.slice(policy.indexOf("DLIB_2026"));
  const row = (name) => new RegExp(`${name}=QualityLimits\\(([^)]*)`).exec(dlib)[1].split(",").slice(0, 8).map(Number);
  assert.deepEqual(Object.values(EXAM_LIMITS), row("exam"));
  assert.deepEqual(Object.values(GATE_LIMITS), row("desk"));
  assert.equal(NEAR_RATIO, Number(/near_ratio: float = ([\d.]+)/.exec(policy)[1]));
});
