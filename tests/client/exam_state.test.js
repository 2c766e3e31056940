/** Which screen follows from what was heard, and how much time is left. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose } from "../../client/pages/exam/answering.js";
import { START, calledProctor, checked, hearState, isLastBlock, leftMs, loggedOut, mayCall, minutePassed, pointSchemes, pressed, resizeText, screenOf, settled, sittingOf, wantsCamera } from "../../client/pages/exam/state.js";
import { TEN, paper, running, serverState } from "./builders.js";

const NOW = Date.parse(TEN);
const screen = (changes, now = NOW) => screenOf(running({ server: serverState(changes) }), now);

test("a PC without a seat asks for its code, one with a seat for a log-in", () => {
  assert.equal(screenOf(START, NOW), "loading");
  assert.equal(screenOf({ ...START, seat: null }, NOW), "unpaired");
  assert.equal(screenOf({ ...START, seat: { site: "", room: "A", number: "1" } }, NOW), "login");
});

test("each status has its screen", () => {
  const screens = { confirming: "confirm", waiting: "waiting", running: "questions", paused: "paused", away: "away", submitted: "scores", closed_by_time: "scores" };
  for (const [status, wanted] of Object.entries(screens)) assert.equal(screen({ status }), wanted, status);
  for (const status of ["terminated", "disqualified", "absent", "rescheduled"]) assert.equal(screen({ status }), "ended", status);
});

test("whoever the camera refused waits for the proctor and sees no question", () => {
  for (const status of ["confirming", "away"]) assert.equal(screen({ status, waiting_for_proctor: true }), "refused");
  assert.equal(screen({ status: "paused", needs_face_check: true, waiting_for_proctor: true }), "refused");
  assert.equal(screen({ status: "running", waiting_for_proctor: true }), "questions");
});

test("where an officer looks instead of the camera, the page waits for the officer", () => {
  assert.equal(screen({ status: "confirming", identity_mode: "officer" }), "refused");
});

test("a pause that wants a fresh look offers the face check, any other does not", () => {
  assert.equal(screen({ status: "paused", needs_face_check: true }), "returning");
  assert.equal(screen({ status: "paused", needs_face_check: false }), "paused");
});

test("whoever is asked whether to go out is not asked any more after a pause in between", () => {
  const asked = running({ leaving: true });
  assert.equal(hearState(asked, serverState(), []).leaving, true);
  assert.equal(hearState(asked, serverState({ status: "paused" }), []).leaving, false);
});

test("the page closes the questions itself when the time is over", () => {
  assert.equal(screen({}, NOW + 599_999), "questions");
  assert.equal(screen({}, NOW + 600_000), "closing");
});

test("a stopped clock stands still", () => {
  const state = running({ server: serverState({ time: { left_ms: 600_000, stopped: true, ends_at: null } }) });
  assert.equal(leftMs(state, NOW + 3_600_000), 600_000);
});

test("no questions of another block are ever shown", () => {
  assert.equal(screenOf(running({ server: serverState({ block: "dua" }) }), NOW), "opening");
  assert.equal(screenOf(running({ server: serverState({ block: "dua" }), paper: paper("dua") }), NOW), "questions");
});

test("the camera is on from the log-in to the end, and not a moment longer", () => {
  const wants = (changes) => wantsCamera(running(changes), NOW);
  for (const status of ["confirming", "waiting", "running", "paused", "away"]) assert.equal(wants({ server: serverState({ status }) }), true, status);
  for (const status of ["submitted", "closed_by_time", "terminated"]) assert.equal(wants({ server: serverState({ status }) }), false, status);
  assert.equal(wants({ server: null }), false);
  assert.equal(wants({ replaced: true }), false);
  assert.equal(wants({ server: serverState({ identity_mode: "officer" }) }), false);
});

test("a page that was replaced, or is too old, shows only that", () => {
  assert.equal(screenOf(running({ replaced: true }), NOW), "replaced");
  assert.equal(screenOf(running({ outdated: true }), NOW), "outdated");
});

test("an answer the server lacks stays, one it has newer is taken over", () => {
  const clicked = choose(choose(running(), "A1", "A1p", TEN), "A2", "A2q", TEN);
  const heard = serverState({ now: "2026-11-23T03:00:05.000Z", answers: { A2: { option: "A2t", revision: 4, doubtful: false } } });
  const state = hearState(clicked, heard, []);
  assert.equal(state.answers.A1.option, "A1p");
  assert.equal(state.answers.A2.option, "A2t");
  assert.deepEqual(Object.keys(state.pending), ["A1"]);
});

test("after a reload the outbox is laid over the server's word", () => {
  const kept = [{ sitting: "x", item: "B1", option: "B1r", doubtful: true, revision: 2, client_at: TEN }];
  const state = hearState({ ...START, seat: running().seat }, serverState({ answers: { B1: { option: "B1p", revision: 1, doubtful: false } } }), kept);
  assert.deepEqual(state.answers.B1, { option: "B1r", doubtful: true, revision: 2 });
  assert.deepEqual(Object.keys(state.pending), ["B1"]);
});

const numbered = (server, number, changes) => serverState({ order: { server, number }, ...changes });

test("a word that was overtaken by a newer one is not heard", () => {
  const newer = running({ server: numbered("a", 7, { status: "paused" }) });
  assert.equal(hearState(newer, numbered("a", 6, { now: "2026-11-23T03:00:09.000Z" }), []).server.status, "paused");
});

test("a pause is heard at once though the server's clock was put back meanwhile", () => {
  const before = running({ server: numbered("a", 6) });
  assert.equal(hearState(before, numbered("a", 7, { now: "2026-11-23T02:58:00.000Z", status: "paused" }), []).server.status, "paused");
});

test("a server that was started anew counts anew", () => {
  const before = running({ server: numbered("a", 600) });
  assert.equal(hearState(before, numbered("b", 1, { status: "paused" }), []).server.status, "paused");
});

test("a new block begins at its first question and says so", () => {
  const state = hearState(running({ current: 4, place: "finish", agreed: true }), serverState({ now: "2026-11-23T03:00:01.000Z", block: "dua" }), []);
  assert.deepEqual([state.current, state.place, state.agreed, state.blockBegan], [0, "questions", false, "Blok dua"]);
});

test("only the last block is finished with the exam", () => {
  assert.equal(isLastBlock(serverState()), false);
  assert.equal(isLastBlock(serverState({ block: "dua" })), true);
});

test("nothing of a person stays in the page after the log-out, but how this screen is read", () => {
  const state = loggedOut(choose(running({ text: 28, contrast: true }), "A1", "A1p", TEN));
  assert.deepEqual([state.server, state.paper, state.answers, state.pending], [null, null, {}, {}]);
  assert.deepEqual([state.text, state.contrast], [28, true]);
});

test("the time is spoken once at 30, 10, 5 and 1 minutes", () => {
  assert.equal(minutePassed(1_800_500, 1_799_900), 30);
  assert.equal(minutePassed(1_799_900, 1_799_400), null);
  assert.equal(minutePassed(60_100, 59_600), 1);
  assert.equal(minutePassed(null, 59_600), null);
});

test("letters grow and shrink within their four steps", () => {
  assert.equal(resizeText(running({ text: 22 }), 1).text, 28);
  assert.equal(resizeText(running({ text: 28 }), 1).text, 28);
  assert.equal(resizeText(running({ text: 16 }), -1).text, 16);
});

test("two sittings at one PC have two places in the outbox, though the same person sits both", () => {
  assert.notEqual(sittingOf(serverState()), sittingOf(serverState({ sitting: "0193-siti-lagi" })));
});

test("after the second failure of whatever kind the proctor can be called, and stays so once called", () => {
  const atGate = running({ server: serverState({ status: "confirming" }), camera: "ok" });
  const dark = (state) => checked(state, { verdict: "retake", hints: ["too_dark"] });
  const still = (state) => checked(state, { verdict: "not_live", hints: ["no_face"] });
  const unmeasured = (state) => settled(pressed(state, "check"), new Error("faces_unavailable"));
  for (const first of [dark, still, unmeasured]) {
    assert.equal(mayCall(first(atGate)), false);
    for (const second of [dark, still, unmeasured]) assert.equal(mayCall(second(first(atGate))), true);
  }
  assert.equal(mayCall(calledProctor(atGate)), true);
  assert.equal(mayCall(checked(dark(dark(atGate)), { verdict: "match", hints: [] })), false);
  assert.equal(mayCall(settled(settled(atGate, new Error("begin")), new Error("leave"))), false);
  assert.equal(mayCall(loggedOut(dark(dark(atGate)))), false);
});

test("whose camera does not open calls without a single picture", () => {
  for (const camera of ["missing", "refused", "busy", "black"]) assert.equal(mayCall({ ...START, camera }), true, camera);
  for (const camera of ["ok", "asking", "off"]) assert.equal(mayCall({ ...START, camera }), false, camera);
});

test("sections whose answers earn the same are told together", () => {
  const section = (code, scheme) => ({ code, title: code, items: 1, scheme });
  const blocks = [{ code: "SKD", title: "SKD", minutes: 100, sections: [section("TWK", [5, 0, 0, 0, 0]), section("TKP", [5, 4, 3, 2, 1]), section("TIU", [5, 0, 0, 0, 0])] }];
  assert.deepEqual(pointSchemes(blocks), [{ least: 0, most: 5, codes: ["TWK", "TIU"] }, { least: 1, most: 5, codes: ["TKP"] }]);
});
