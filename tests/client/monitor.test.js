/** The monitor's rules: messages in the order of their numbers, who is urgent, what can be done to whom, and every word there is. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bodyOf, fieldsOfAsking, willOf } from "../../client/pages/monitor/act_request.js";
import { ACTS, doableToMany, hindrance, roomActs, slotActs } from "../../client/pages/monitor/permitted_acts.js";
import { likenessOf, qualityOf } from "../../client/pages/monitor/frame_labels.js";
import { chips, isStale, leftMs, signsOf, urgency, wordOf, worstFirst } from "../../client/pages/monitor/tile_status.js";
import { START, choose, fetching, hearMessage, hearRoom, hearSlots, toggleSelected } from "../../client/pages/monitor/state.js";
import { places } from "../../client/pages/monitor/evidence_plot.js";

const ROOT = join(import.meta.dirname, "../..");
const NOW = "2026-11-23T01:10:00.000Z";
const AT = { slot: "s", room: "r" };

const sitting = (id, changes = {}) => ({
  id, number: `24-${id}`, name: `Peserta ${id}`, picture: null, status: "running", cause: null, needs_face_check: false, identity_mode: "camera",
  enrolled_at_desk: false, answered: 5, items: 110, last_saved_at: NOW, left_s: 600, clock_stopped: false, face: { kind: "same", at: NOW }, seen_at: NOW, unseen: "seen",
  connection: "online", focus: "in", camera: "ok", unverified_s: 0, lost_s: 0, credited_s: 0, alerts: [], ...changes,
});
const tile = (number, who = null) => ({ seat: { id: `seat${number}`, number, row: 1, column: number, spare: false }, sitting: who });
const incident = (id, changes = {}) => ({ id, kind: "mismatch", severity: 3, sitting: { id: "a", number: "", name: "" }, seat: null, raised_at: NOW, state: "open", closed: null, ...changes });
const view = (changes = {}) => ({
  version: 100, now: NOW, room: { id: "r", name: "Melati", rows: 1, columns: 3 }, slot: { id: "s", status: "open", zone: "WIB" },
  tiles: [tile(1, sitting("a")), tile(2, sitting("b")), tile(3)], incidents: [], counts: { running: 2 }, may: ["resume", "pause", "grant_time"], slot_may: [], ...changes,
});
const watching = (changes) => hearRoom({ ...START, at: AT }, view(changes));
const saved = (version, id, changes) => ({ version, now: NOW, counts: { running: 2 }, tiles: [tile(id === "a" ? 1 : 2, sitting(id, changes))] });

test("messages in order replace what was known, and nothing else", () => {
  const state = hearMessage(watching(), "tiles", saved(101, "a", { answered: 6 }));
  assert.equal(state.room.version, 101);
  assert.deepEqual(state.room.tiles.map((one) => one.sitting?.answered), [6, 5, undefined]);
});

test("an old number is no news, a gap asks for the whole room", () => {
  const state = watching();
  assert.equal(hearMessage(state, "tiles", saved(100, "a", { answered: 1 })), state);
  const gap = hearMessage(state, "tiles", saved(102, "a", { answered: 9 }));
  assert.equal(gap.stale, true);
  assert.equal(gap.room.version, 100);
  assert.equal(hearRoom(gap, view({ version: 102 })).stale, false);
});

test("what is said while the room is on its way is neither lost nor applied twice", () => {
  let state = fetching({ ...START, at: AT });
  state = hearMessage(state, "tiles", saved(100, "a", { answered: 1 }));
  state = hearMessage(state, "tiles", saved(101, "b", { answered: 7 }));
  state = hearRoom(state, view());
  assert.deepEqual(state.room.tiles.map((one) => one.sitting?.answered), [5, 7, undefined]);
  assert.equal(state.room.version, 101);
});

test("an incident heard again takes the place of what was known of it", () => {
  let state = hearMessage(watching(), "incident", { version: 101, incident: incident("i") });
  state = hearMessage(state, "incident", { version: 102, incident: incident("i", { state: "closed" }) });
  assert.deepEqual(state.room.incidents.map((one) => one.state), ["closed"]);
});

test("a room asked for before another was chosen is not shown", () => {
  const state = hearRoom(choose(watching(), { slot: "s", room: "other" }), view());
  assert.equal(state.room, null);
});

test("with one room there is nothing to choose, with two there is", () => {
  const slot = { id: "s", status: "open", rooms: [{ id: "r", name: "Melati", seats: 8 }] };
  assert.deepEqual(hearSlots(START, { slots: [slot], reasons: {} }).at, AT);
  assert.equal(hearSlots(START, { slots: [slot, { ...slot, id: "t" }], reasons: {} }).at, null);
});

test("the gravest is first, then whoever stands still, then as they sit", () => {
  const tiles = [tile(1, sitting("a")), tile(2, sitting("b", { status: "paused" })), tile(3, sitting("c"))];
  const state = watching({ tiles, incidents: [incident("i", { sitting: { id: "c" } })] });
  assert.deepEqual(worstFirst(state).map((one) => one.sitting.id), ["c", "b", "a"]);
  assert.deepEqual(worstFirst(state).map((one) => urgency(state, one)), [3, 2, 0]);
  assert.deepEqual(wordOf(state, worstFirst(state)[0]), { tone: "danger", key: "incident_mismatch" });
});

test("offline hides neither a pause nor an errand nor whoever waits at the door", () => {
  const offline = (status) => wordOf(watching(), tile(1, sitting("a", { status, connection: "offline" }))).key;
  assert.deepEqual(["running", "seated"].map(offline), ["is_offline", "is_offline"]);
  assert.deepEqual(["paused", "away", "confirming"].map(offline), ["status_paused", "status_away", "status_confirming"]);
});

test("a filter hides nobody who gets a problem under “perlu dilihat”", () => {
  const state = { ...watching({ tiles: [tile(1, sitting("a", { alerts: ["no_answers"] })), tile(2, sitting("b"))] }), filter: "attention" };
  assert.deepEqual(worstFirst(state).map((one) => one.sitting.id), ["a"]);
  assert.equal(chips(state).find(({ name }) => name === "attention").count, 1);
});

test("the page counts a running clock down and leaves a standing one", () => {
  const now = Date.parse(NOW) + 30_000;
  const [running] = watching().room.tiles;
  assert.equal(leftMs(running, now), 570_000);
  assert.equal(leftMs({ ...running, sitting: { ...running.sitting, clock_stopped: true } }, now), 600_000);
  assert.equal(leftMs(running, now + 3_600_000), 0);
});

test("what cannot be done says why", () => {
  const { room } = watching();
  assert.equal(hindrance("pause", sitting("a"), room), null);
  assert.equal(hindrance("resume", sitting("a"), room), "not_now_status");
  assert.equal(hindrance("terminate", sitting("a"), room), "not_now_no_right");
  assert.equal(hindrance("resume", sitting("a", { status: "paused" }), { ...room, slot: { status: "suspended" } }), "not_now_slot");
  assert.equal(hindrance("reopen", sitting("a", { status: "submitted" }), { ...room, may: ["reopen"] }), "not_now_score");
  assert.deepEqual(doableToMany([sitting("a"), sitting("b", { status: "paused" })], room), ["resume", "pause", "grant"]);
});

test("a slot's acts follow its status and the rights", () => {
  const chief = ["open_slot", "suspend_slot", "close_slot"];
  const acts = (status) => slotActs({ slot: { status }, slot_may: chief });
  assert.deepEqual([acts("prepared"), acts("open"), acts("suspended"), acts("closed")], [["open"], ["suspend", "close"], ["resume", "close"], []]);
  assert.deepEqual(roomActs({ ...watching().room, may: ["suspend_room"] }), ["suspend"]);
});

test("a dialog asks the server exactly what it shows", () => {
  const resume = { kind: "act", act: "resume", sittings: ["a"] };
  assert.deepEqual(fieldsOfAsking(resume, "fresh"), ["check"]);
  assert.deepEqual(bodyOf(resume, {}, START), { act: "resume", sittings: ["a"], check: "fresh" });
  const sight = bodyOf(resume, { reason: "other", reason_text: "kenal" }, { ...START, choice: "by_sight" });
  assert.deepEqual(sight, { act: "resume", sittings: ["a"], check: "by_sight", reason: { code: "other", text: "kenal" } });
  const grant = bodyOf({ kind: "act", act: "grant", sittings: ["a"] }, { minutes: "5", reason: "power" }, START);
  assert.deepEqual(grant, { act: "grant", sittings: ["a"], seconds: 300, reason: { code: "power", text: "" } });
  const room = bodyOf({ kind: "slot", act: "suspend", room: true }, { reason: "power" }, { ...START, at: AT });
  assert.deepEqual(room, { act: "suspend", rooms: ["r"], reason: { code: "power", text: "" } });
  const mode = bodyOf({ kind: "slot", act: "identity_mode", room: false }, { every: "15", reason: "system_failure" }, START);
  assert.deepEqual(mode, { act: "identity_mode", mode: "officer", every_minutes: 15, reason: { code: "system_failure", text: "" } });
});

test("whoever lets a doubted face go on by sight reads that it counts as the person's own", () => {
  const doubted = watching({ incidents: [incident("i")] });
  const asked = (state, act, choice, sittings = ["a"]) => willOf({ kind: "act", act, sittings }, { ...state, choice });
  assert.deepEqual(asked(doubted, "resume", ""), ["will_resume"]);
  assert.deepEqual(asked(doubted, "resume", "by_sight"), ["will_resume_by_sight", "will_vouch"]);
  assert.deepEqual(asked(doubted, "resume", "by_sight", ["b"]), ["will_resume_by_sight"]);
  assert.deepEqual(asked(watching({ incidents: [incident("i", { kind: "no_face" })] }), "resume", "by_sight"), ["will_resume_by_sight"]);
  assert.deepEqual(asked(watching({ incidents: [incident("i", { kind: "identity_refused" })] }), "confirm_identity", ""), ["will_confirm_identity", "will_vouch"]);
});

test("marking somebody twice takes the mark away", () => {
  assert.deepEqual(toggleSelected(toggleSelected(START, "a"), "a").selected, []);
});

const catalogue = (name) => JSON.parse(readFileSync(join(ROOT, `client/words/id/${name}.json`), "utf8"));
const folder = join(ROOT, "client/pages/monitor");
const source = readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(folder, name), "utf8")).join("\n");

test("every word of the monitor is there", () => {
  const texts = { ...catalogue("shared"), ...catalogue("monitor"), ...catalogue("errors") };
  const asked = [...source.matchAll(/\bsay\(\s*"([a-z_]+)"/g)].map(([, key]) => key);
  const acts = Object.keys(ACTS).flatMap((name) => [`act_${name}`, `will_${name}`]);
  const written = [...source.matchAll(/"((?:fact|event|status|face|camera_is|connection|focus|sign|alert|not_now)_[a-z_]+)"/g)].map(([, key]) => key);
  assert.ok(asked.length > 60 && written.length > 20, "the search itself must find words");
  assert.deepEqual([...asked, ...acts, ...written].filter((key) => !(key in texts)), []);
});

test("a picture says no more than was measured in it", () => {
  const face = [0.3, 0.2, 0.3, 0.5];
  const frame = (kind, distance, faces = [face], hints = []) => ({ kind, distance, measured: faces && { faces, hints } });
  const told = (one) => [likenessOf(one, 0.6), ...qualityOf(one)];
  assert.deepEqual(told(frame("different", 0.8)), ["different", "quality_good"]);
  assert.deepEqual(told(frame("same", 0.4, [face, face], ["two_faces"])), ["same", "quality_two_faces"]);
  assert.deepEqual(told(frame("unsure", null, [face], ["too_dark", "too_blurred"])), ["unsure", "quality_too_dark", "quality_too_blurred"]);
  assert.deepEqual(told(frame("no_face", null, [])), [null, "quality_no_face"]);
  assert.deepEqual(told(frame("black", null, [])), [null, "quality_black"]);
  assert.deepEqual(told(frame("", null, null)), ["unmeasured", "quality_unmeasured"]);
  assert.deepEqual([0.59, 0.61, null].map((distance) => likenessOf(frame("gate", distance), 0.6)), ["same", "different", "unsure"]);
});

test("the trace of an incident rises to its limit, later looks to the right", () => {
  const look = (second, evidence, kind) => ({ at: `2026-11-23T01:00:0${second}.000Z`, evidence, kind, distance: 0.8 });
  const { dots, limit } = places([look(0, 0, "same"), look(1, 4, "different"), look(2, 8.5, "different")], 8.5);
  assert.ok(dots[0].x < dots[1].x && dots[1].x < dots[2].x);
  assert.ok(dots[0].y > dots[1].y && dots[1].y > dots[2].y);
  assert.equal(dots[2].y, limit);
  const [alone] = places([look(0, 8.5, "different")], 8.5).dots;
  assert.ok(Number.isFinite(alone.x) && Number.isFinite(alone.y));
});

test("a face of half a minute ago is grey, whatever it was, and the tile says since when nobody was seen", () => {
  const now = Date.parse(NOW);
  const tones = (changes, at = now) => signsOf(sitting("a", changes), at).filter(({ letter }) => "WK".includes(letter)).map(({ tone }) => tone);
  assert.deepEqual(tones({}), ["ok", "ok"]);
  assert.deepEqual(tones({ unseen: "grey" }), ["off", "off"]);
  assert.deepEqual(tones({}, now + 30_000), ["off", "off"], "this page missed every message since");
  assert.deepEqual(tones({ unseen: "alert", camera: "missing" }), ["off", "danger"]);
  assert.deepEqual(tones({ unseen: "alert", face: { kind: "different", at: NOW } }), ["danger", "off"], "a stranger is not forgotten by silence");
  assert.equal(isStale(sitting("a", { unseen: "grey", identity_mode: "officer" }), now), false);
  assert.equal(wordOf(watching(), tile(1, sitting("a", { unseen: "grey" }))).key, "not_seen");
  assert.equal(wordOf(watching(), tile(1, sitting("a", { unseen: "alert", alerts: ["unseen"] }))).key, "alert_unseen");
  assert.equal(urgency(watching(), tile(1, sitting("a", { unseen: "alert", alerts: ["unseen"] }))), 2);
});
