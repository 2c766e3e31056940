/** The desk page's rules: which screen, and when two officers may confirm. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { START, askToMove, canReplaceSlip, chooseSlot, closesIn, hearCheck, hearLiveness, hearLook, hearPerson, hearPin, hearSlots, hearStaff, isLooking, isOpen, mayCall, mayOverride, mustMove, nextPerson, othersOf, overrideLeft, pressed, screenOf, settled } from "../../client/pages/desk/state.js";

const CLOSES = "2026-11-23T00:55:00.000Z";
const CLOSING = Date.parse(CLOSES);
const slot = (id) => ({ id, exam: "SKD", site: "Jakarta", zone: "WIB", number: 1, starts_at: "2026-11-23T01:00:00.000Z", status: "prepared", pin_closes_at: CLOSES, expected: 4, checked_in: 0 });
const person = (changes = {}) => ({
  id: "p", number: "24-0001", name: "Ayu Lestari", status: "expected", birth_date: "1998-05-17", formation: { agency: "A", position: "B" }, seat: null, pin_issued_at: null,
  has_reference: true, reference_usable: true, identity_mode: "camera", slot: slot("a"), tries: 0, ...changes,
});
const officer = { id: "o", account: "meja1", name: "Petugas", may: [] };
const atDesk = hearSlots(hearStaff(START, officer), [slot("a")]);
const before = (changes) => ({ ...hearPerson(atDesk, person(changes)), camera: "ok" });

test("nobody logged in logs in, and the only slot chooses itself", () => {
  assert.equal(screenOf(START), "loading");
  assert.equal(screenOf(hearStaff(START, null)), "login");
  assert.equal(screenOf(atDesk), "find");
  assert.equal(screenOf(hearSlots(hearStaff(START, officer), [])), "no_slots");
});

test("of two slots one is chosen, and a slot that is over is chosen no more", () => {
  const two = hearSlots(hearStaff(START, officer), [slot("a"), slot("b")]);
  assert.equal(screenOf(two), "slots");
  const second = chooseSlot(two, "b");
  assert.equal(screenOf(second), "find");
  assert.equal(screenOf(hearSlots(second, [slot("a"), slot("c")])), "slots");
});

test("a log-out leaves nobody's data in the page", () => {
  const out = hearStaff({ ...hearPin(before(), "123456"), shot: "blob:x", found: [person()] }, null);
  assert.deepEqual({ ...out, staff: undefined, camera: "off" }, START);
});

test("the next person finds nothing of the former one", () => {
  const next = nextPerson(hearCheck(before(), { verdict: "match", hints: [], pin: "123456" }, "blob:x"));
  for (const kept of ["person", "look", "check", "shot", "pin", "found"]) assert.equal(next[kept], null, kept);
  assert.equal(screenOf(next), "find");
});

test("two officers may confirm after the second refusal, or where there is nothing to compare with", () => {
  const refused = (tries) => hearCheck(before(), { verdict: "no_match", hints: [], check: "c", tries }, null);
  assert.equal(mayOverride(refused(1)), false);
  assert.equal(mayOverride(refused(2)), true);
  assert.equal(mayOverride(hearCheck(before(), { verdict: "no_reference", hints: [], check: "c", tries: 1 }, null)), true);
  assert.equal(mayOverride(hearCheck(before({ tries: 5 }), { verdict: "retake", hints: ["too_dark"] }, null)), false);
});

test("what the person is asked to do is shown, and each fault is told once", () => {
  const moving = askToMove(before(), "turn_left", 1, 2);
  assert.deepEqual([moving.liveness.prompt, moving.liveness.passed], ["turn_left", null]);
  const failed = hearLiveness(moving, { passed: false, each: [{ prompt: "turn_left", fault: "flat" }, { prompt: "look_up", fault: "flat" }, { prompt: "turn_left", fault: null }] });
  assert.deepEqual([failed.liveness.passed, failed.liveness.faults], [false, ["flat"]]);
  assert.equal(hearPerson(failed, person()).liveness, null);
});

test("whoever did not move as required is for two officers at once", () => {
  assert.equal(mayOverride(hearCheck(before(), { verdict: "not_live", hints: [], check: "c", tries: 1 }, null)), true);
});

test("a face that is somebody else's too is for two officers at once", () => {
  assert.equal(mayOverride(hearCheck(before(), { verdict: "look_alike", hints: [], check: "c", tries: 1, alikes: [] }, null)), true);
});

test("another person with this face is named once, however many pictures are alike", () => {
  const alikes = [["1", "24-0099"], ["2", "24-0099"], [null, null]].map(([photo, number]) => ({ photo, number, name: number && "Dua Nomor" }));
  const state = hearCheck(before(), { verdict: "no_match", hints: [], check: "c", tries: 1, alikes }, null);
  assert.deepEqual(othersOf(state).map(({ number }) => number), ["24-0099", null]);
  assert.deepEqual(othersOf(before()), []);
});

test("the second officer's time is counted down to nothing", () => {
  const state = hearCheck(before(), { verdict: "no_match", hints: [], check: "c", tries: 2, override_until: CLOSES }, null);
  assert.equal(overrideLeft(state, CLOSING - 90_000), 90_000);
  assert.equal(overrideLeft(state, CLOSING + 1), 0);
  assert.equal(overrideLeft(before(), CLOSING), 0);
});

test("the desk closes with its slot, to the second", () => {
  assert.equal(isOpen(before(), CLOSING), true);
  assert.equal(isOpen(before(), CLOSING + 1), false);
  assert.equal(closesIn(slot("a"), CLOSING + 60_000), 0);
});

test("the live picture is looked at only while somebody may be checked", () => {
  assert.equal(isLooking(before()), true);
  for (const changes of [{ status: "checked_in" }, { identity_mode: "officer" }]) assert.equal(isLooking(before(changes)), false);
  for (const changes of [{ busy: "check" }, { dialog: "override" }, { camera: "busy" }, { pin: "123456" }]) assert.equal(isLooking({ ...before(), ...changes }), false);
  const late = { ...before(), busy: "check" };
  assert.equal(hearLook(late, { hints: [], usable: true, faces: 1 }), late);
});

test("a lost slip is replaced for whoever has come in and is not through", () => {
  for (const status of ["checked_in", "seated", "running", "paused", "away"]) assert.equal(canReplaceSlip(before({ status })), true, status);
  for (const status of ["expected", "submitted", "terminated", "absent"]) assert.equal(canReplaceSlip(before({ status })), false, status);
});

test("after the second failure of whatever kind the chief can be called", () => {
  const dark = (state) => hearCheck(state, { verdict: "retake", hints: ["too_dark"] }, null);
  const still = (state) => hearLiveness(state, { passed: false, each: [{ prompt: "turn_left", fault: "no_face" }] });
  const unmeasured = (state) => settled(pressed(state, "check"), new Error("faces_unavailable"));
  for (const first of [dark, still, unmeasured]) {
    assert.equal(mayCall(first(before())), false);
    for (const second of [dark, still, unmeasured]) assert.equal(mayCall(second(first(before()))), true);
  }
  assert.equal(mayCall(settled(settled(before(), new Error("print")), new Error("pin"))), false);
  assert.equal(mayCall(nextPerson(dark(dark(before())))), false);
  assert.equal(mayCall({ ...before(), camera: "missing" }), true);
});

test("that movements are required is known before anything is filmed, until they are passed", () => {
  const required = before({ liveness: "require" });
  assert.equal(mustMove(required), true);
  assert.equal(mustMove(hearLiveness(required, { passed: true, each: [] })), false);
  assert.equal(mustMove(hearCheck(required, { verdict: "not_live", hints: [], check: "c" }, null)), false, "two officers come first then");
  assert.equal(mustMove(before({ liveness: "require", reference_usable: false })), false);
  assert.equal(mustMove(before({ liveness: "advise" })), false);
});

test("the finding screen knows it too", () => {
  assert.equal(hearSlots(atDesk, [slot("a")], "require").liveness_mode, "require");
});
