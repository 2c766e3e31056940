/** The camera check page: each trouble has its remedy, and the verdict follows from the checks. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { START, checksOf, verdictOf } from "../../client/pages/camera/state.js";
import { cameraSigns, isVirtual } from "../../client/shared/camera_identity.js";
import { face, points, seen } from "./faces.js";

const words = (name) => JSON.parse(readFileSync(join(import.meta.dirname, `../../client/words/id/${name}.json`), "utf8"));
const TEXTS = { ...words("shared"), ...words("camera") };
const DEVICE = { id: "a", label: "Integrated Camera (04f2:b604)" };
const GOOD = { ...START, camera: "ok", devices: [DEVICE], device: DEVICE, size: { width: 640, height: 480, rate: 30 }, seen: seen([face()]), watch: "on" };
const check = (state, name) => checksOf(state).find((one) => one.name === name);

test("everything good is said to be ready", () => {
  assert.equal(verdictOf(GOOD), "ready");
  assert.ok(checksOf(GOOD).every(({ tone }) => tone === "ok"));
});

test("before anything is known nothing is said to be wrong", () => {
  assert.equal(verdictOf(START), "waiting");
  assert.equal(verdictOf({ ...GOOD, seen: null, watch: "loading" }), "waiting");
});

for (const camera of ["refused", "insecure", "missing", "busy", "muted", "black", "frozen"]) {
  test(`a camera that is ${camera} is to be mended, and it is said how`, () => {
    const state = { ...GOOD, camera, seen: null };
    const wrong = checksOf(state).filter(({ tone }) => tone === "danger");
    assert.equal(verdictOf(state), "mend");
    assert.equal(wrong.length, 1);
    assert.ok(wrong[0].word in TEXTS && wrong[0].help in TEXTS, JSON.stringify(wrong));
  });
}

test("a camera that was never opened says nothing of the permission", () => {
  const permission = (camera) => checksOf({ ...GOOD, camera, seen: null }).find(({ name }) => name === "permission");
  for (const camera of ["missing", "busy"]) assert.deepEqual([permission(camera).tone, TEXTS[permission(camera).word]], ["off", "belum diketahui"]);
  assert.equal(permission("black").tone, "ok");
});

for (const [name, look] of [
  ["face", seen([])],
  ["face", seen([face(), face()])],
  ["face", seen([face({ height: 60 })])],
  ["face", seen([face({ sharpness: 5 })])],
  ["face", seen([face({ points: points({ turned: 40 }) })])],
  ["face", seen([face({ points: points({ tilted: 30 }) })])],
  ["face", seen([face({ points: points({ dx: -200 }) })])],
  ["light", seen([face({ brightness: 30 })])],
  ["light", seen([face({ brightness: 240 })])],
  ["light", seen([], { brightness: 5 })],
]) {
  test(`${name}: ${JSON.stringify(look.faces).slice(0, 120)} is to be mended in words`, () => {
    const state = { ...GOOD, seen: look };
    const wrong = check(state, name);
    assert.equal(wrong.tone, "danger");
    assert.ok(wrong.word in TEXTS && wrong.help in TEXTS, JSON.stringify(wrong));
    assert.equal(verdictOf(state), "mend");
  });
}

test("in the dark the light is asked for, not the face", () => {
  for (const look of [seen([], { brightness: 5 }), seen([face({ brightness: 30, sharpness: 5 })])]) {
    const wrong = checksOf({ ...GOOD, seen: look }).filter(({ tone }) => tone === "danger");
    assert.deepEqual(wrong.map(({ name }) => name), ["light"]);
  }
});

test("a camera that is a program is refused by its name, a real one is not", () => {
  for (const label of [
    "OBS Virtual Camera", "OBS-Camera", "ManyCam Virtual Webcam", "Snap Camera", "v4l2loopback: Dummy video device (0x0000)", "DroidCam Source 3",
    "e2eSoft iVCam", "e2eSoft VCam", "XSplit VCam", "Camera (NVIDIA Broadcast)", "EpocCam Camera", "Reincubate Camo", "Camo", "mmhmm Camera",
    "SplitCam Video Driver", "CyberLink YouCam 9", "CyberLink Webcam Splitter", "Unity Video Capture", "Iriun Webcam", "NDI Webcam Video 1",
    "vMix Video", "AlterCam", "WebcamMax Capture", "Fake Webcam", "ChromaCam", "ＯＢＳ Ｖｉｒｔｕａｌ Ｃａｍｅｒａ", "obs_virtual_cam", "screen-capture-recorder",
  ]) {
    assert.ok(isVirtual(label), label);
  }
  for (const label of ["Integrated Camera (04f2:b604)", "Logitech HD Webcam C270", "FaceTime HD Camera", "USB2.0 HD UVC WebCam", "HP Wide Vision HD", "OBSBOT Tiny 2"]) {
    assert.ok(!isVirtual(label), label);
  }
  const state = { ...GOOD, device: { id: "o", label: "OBS Virtual Camera" } };
  assert.equal(verdictOf(state), "mend");
  assert.equal(check(state, "device").help, "device_virtual_help");
});

test("a camera that shows nothing is still named: it may be the wrong one", () => {
  const state = { ...GOOD, camera: "black", seen: null };
  assert.deepEqual(["device", "resolution"].map((name) => check(state, name).tone), ["ok", "ok"]);
  assert.equal(check({ ...state, device: null, size: null }, "device").tone, "off");
});

test("a coarse picture is worth a word but does not keep anybody out", () => {
  const state = { ...GOOD, size: { width: 320, height: 240, rate: 15 } };
  assert.equal(check(state, "resolution").tone, "warning");
  assert.equal(verdictOf(state), "ready");
});

test("a PC that cannot look for faces still hears that its camera works", () => {
  assert.equal(verdictOf({ ...GOOD, seen: null, watch: "broken" }), "ready_unseen");
  assert.equal(verdictOf({ ...GOOD, camera: "black", seen: null, watch: "broken" }), "mend");
});

test("every word of the checks is there", () => {
  const states = [START, GOOD, { ...GOOD, seen: null, watch: "broken" }, { ...GOOD, seen: null, watch: "loading" }];
  for (const { name, word, help } of states.flatMap(checksOf)) {
    assert.ok(`check_${name}` in TEXTS && word in TEXTS && (!help || help in TEXTS), `${name} ${word} ${help}`);
  }
});

test("another camera, or a program that plays one, is told once; the first camera is no change", () => {
  const real = { id: "a", label: "HD Webcam" };
  const program = { id: "b", label: "OBS Virtual Camera" };
  const first = cameraSigns({ id: null, told: false }, real);
  assert.deepEqual(first.events, []);
  assert.deepEqual(cameraSigns(first.known, real).events, []);
  const swapped = cameraSigns(first.known, program);
  assert.deepEqual(swapped.events, ["camera_changed", "camera_virtual"]);
  assert.deepEqual(cameraSigns(swapped.known, program).events, []);
  assert.deepEqual(cameraSigns({ id: "b", told: false }, program).events, ["camera_virtual"]);
});
