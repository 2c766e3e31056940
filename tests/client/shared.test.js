/** The shared pieces that need no browser: clock, outbox rules, picture signs, times, words, requests. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cameraEvent } from "../../client/pages/exam/page_events.js";
import { nextWait } from "../../client/pages/exam/snapshots.js";
import { Refused, Unreachable, makeApi } from "../../client/shared/api.js";
import { bestOf, keepSample, makeClock, sampleOf } from "../../client/shared/clock.js";
import { oneAtATime } from "../../client/shared/one_at_a_time.js";
import { openOutbox } from "../../client/shared/outbox.js";
import { batches, lacking, merged, waitMs } from "../../client/shared/outbox_rules.js";
import { LOOK_HEIGHT, LOOK_WIDTH, NO_SIGNS, greyOf, isBlack, look, nextQuality, verdict } from "../../client/shared/picture_signs.js";
import { duration, hourInWords, hourOf, whenInWords } from "../../client/shared/time.js";
import { fill, speaker } from "../../client/shared/words.js";

const AT = "2026-11-23T03:32:07.000Z";

test("the server read its clock in the middle of the round trip", () => {
  assert.deepEqual(sampleOf(1_000, 1_200, 5_000), { offset: 3_900, uncertainty: 100 });
});

test("the shortest round trip is believed most", () => {
  const samples = [{ offset: 500, uncertainty: 300 }, { offset: 420, uncertainty: 10 }, { offset: 450, uncertainty: 80 }];
  assert.equal(bestOf(samples).offset, 420);
});

test("a PC that slept forgets what it knew of the time", () => {
  assert.deepEqual(keepSample([{ offset: 0, uncertainty: 5 }], { offset: 90_000, uncertainty: 400 }), [{ offset: 90_000, uncertainty: 400 }]);
});

test("a slow answer that agrees within its error changes nothing", () => {
  assert.equal(bestOf(keepSample([{ offset: 0, uncertainty: 5 }], { offset: 300, uncertainty: 400 })).offset, 0);
});

test("the page counts on from the server's time with its own monotonic clock", () => {
  let local = 1_000;
  const clock = makeClock(() => local);
  local = 1_200;
  clock.learn(1_000, new Date(10_000).toISOString());
  local = 3_100;
  assert.equal(clock.now(), 12_000);
});

const kept = (item, revision, client_at = AT) => ({ sitting: "s", item, option: "p", doubtful: false, revision, client_at });

test("only what the server lacks is sent, oldest first", () => {
  const all = [kept("c", 1, "2026-01-01T00:00:03Z"), kept("a", 2, "2026-01-01T00:00:02Z"), kept("b", 1, "2026-01-01T00:00:01Z")];
  const stored = { a: { option: null, revision: 1, doubtful: false }, b: { option: "p", revision: 1, doubtful: false } };
  assert.deepEqual(lacking(all, stored).map(({ item }) => item), ["a", "c"]);
});

test("an answer the server has newer is not overwritten by the outbox", () => {
  const stored = { a: { option: "new", revision: 3, doubtful: false } };
  assert.equal(merged(stored, [kept("a", 2)]).a.option, "new");
});

test("batches keep order and lose nothing", () => {
  assert.deepEqual(batches([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
});

test("tries come slower and slower, never slower than ten seconds, never all at once", () => {
  assert.equal(waitMs(1, 1), 1_000);
  assert.equal(waitMs(3, 1), 4_000);
  assert.equal(waitMs(20, 1), 10_000);
  assert.equal(waitMs(1, 0), 500);
});

test("without IndexedDB answers are kept in memory, by sitting", async () => {
  const outbox = await openOutbox("none");
  await outbox.keep({ ...kept("a", 1), sitting: "one" });
  await outbox.keep({ ...kept("a", 2), sitting: "one" });
  await outbox.keep({ ...kept("a", 1), sitting: "two" });
  assert.equal(outbox.isLasting(), false);
  assert.deepEqual((await outbox.of("one")).map(({ revision }) => revision), [2]);
  await outbox.forget(({ sitting }) => sitting !== "two");
  assert.deepEqual([(await outbox.of("one")).length, (await outbox.of("two")).length], [0, 1]);
});

const picture = (value) => Uint8Array.from({ length: LOOK_WIDTH * LOOK_HEIGHT }, (_, index) => value(index));
const looks = (pictures) => pictures.reduce(look, NO_SIGNS);

test("a covered lens is black after three looks, a dim room never", () => {
  const covered = picture((index) => 3 + (index % 4));
  assert.equal(verdict(looks([covered, covered])), "ok");
  assert.equal(verdict(looks([covered, covered, covered])), "black");
  assert.equal(isBlack(picture((index) => (index % 64 < 32 ? 5 : 60))), false);
});

test("a picture that does not change by one grain for ten seconds is frozen, a noisy one never", () => {
  const still = picture((index) => index % 200);
  const noisy = (turn) => picture((index) => (index % 200) + ((index + turn) % 2));
  assert.equal(verdict(looks(Array.from({ length: 10 }, () => still))), "ok");
  assert.equal(verdict(looks(Array.from({ length: 11 }, () => still))), "frozen");
  assert.equal(verdict(looks(Array.from({ length: 30 }, (_, turn) => noisy(turn)))), "ok");
});

test("grey is what the eye sees of a colour", () => {
  assert.deepEqual([...greyOf(Uint8Array.from([255, 255, 255, 255, 0, 255, 0, 255]))], [255, 150]);
});

test("pictures are pressed until they fit 15 to 40 KB", () => {
  assert.ok(nextQuality(0.7, 60_000) < 0.7);
  assert.ok(nextQuality(0.7, 9_000) > 0.7);
  assert.equal(nextQuality(0.7, 25_000), 0.7);
});

test("the first good picture of a camera is not its return", () => {
  assert.equal(cameraEvent("ok", "asking"), null);
  assert.equal(cameraEvent("ok", "black"), "camera_back");
  assert.equal(cameraEvent("frozen", "ok"), "camera_frozen");
});

test("the server sets the pace of pictures, a burst goes before it", () => {
  assert.equal(nextWait({ everyMs: 5_000, saidMs: null, burst: null, now: 0 }), 5_000);
  assert.equal(nextWait({ everyMs: 5_000, saidMs: 9_000, burst: null, now: 0 }), 9_000);
  assert.equal(nextWait({ everyMs: 5_000, saidMs: 9_000, burst: { every_ms: 1_000, until: 10 }, now: 0 }), 1_000);
  assert.equal(nextWait({ everyMs: 5_000, saidMs: 9_000, burst: { every_ms: 1_000, until: 10 }, now: 11 }), 9_000);
});

test("time left is written so that nought means over", () => {
  assert.equal(duration(5_998_000), "1:39:58");
  assert.equal(duration(1), "0:00:01");
  assert.equal(duration(0), "0:00:00");
  assert.equal(duration(-5), "0:00:00");
});

test("hours are those of the site, not of the PC", () => {
  assert.equal(hourOf(AT, "WIB"), "10:32:07");
  assert.equal(hourOf(AT, "WIT"), "12:32:07");
  assert.equal(hourInWords(AT, "WITA"), "11:32 WITA");
});

test("words fill their places, and a missing word is shouted, not hidden", (t) => {
  const shout = t.mock.method(console, "error", () => {});
  const say = speaker({ hello: "Halo {name}" }, { unknown_error: "Kode {code}", wrong_seat: "Kursi {seat}", unreachable: "Putus" });
  assert.equal(say("hello", { name: "Siti" }), "Halo Siti");
  assert.equal(fill("{a} {b}", { a: 1 }), "1 {b}");
  assert.equal(shout.mock.callCount(), 0);
  assert.equal(say("nothing"), "[nothing]");
  assert.equal(shout.mock.callCount(), 1);
  assert.equal(say.error(new Refused("wrong_seat", { seat: 7 })), "Kursi 7");
  assert.equal(say.error(new Unreachable("x")), "Putus");
  assert.equal(speaker({ busy: "Panggil petugas IT" }, { busy: "Panggil pengawas" }).error(new Refused("busy")), "Panggil petugas IT");
  assert.equal(say.error(new Refused("strange")), "Kode strange");
});

test("a refusal tells minutes and seconds, not three hundred of them", () => {
  const say = speaker({ minutes_long: "{minutes} menit", seconds_long: "{seconds} detik" }, { grant_too_large: "Sisa {remaining}.", too_many_tries: "Setelah {seconds}." });
  const told = (seconds) => say.error(new Refused("too_many_tries", { seconds }));
  assert.deepEqual([287, 60, 59, 0].map(told), ["Setelah 4 menit 47 detik.", "Setelah 1 menit.", "Setelah 59 detik.", "Setelah 0 detik."]);
  assert.equal(say.error(new Refused("grant_too_large", { seconds: 900, remaining: 420 })), "Sisa 7 menit.");
});

const answering = (status, body, type = "application/json") => async () => new Response(body === null ? null : JSON.stringify(body), { status, headers: { "content-type": type } });

test("a refusal arrives with its code, parameters and status", async () => {
  const api = makeApi({ fetch: answering(409, { error: { code: "wrong_seat", parameters: { seat: "07" } } }) });
  await assert.rejects(api.post("/x"), (error) => error instanceof Refused && error.code === "wrong_seat" && error.parameters.seat === "07" && error.status === 409);
});

test("a proxy's error page and a dead network are both nobody there", async () => {
  for (const status of [500, 502]) await assert.rejects(makeApi({ fetch: answering(status, "<html>", "text/html") }).get("/x"), Unreachable);
  await assert.rejects(makeApi({ fetch: async () => { throw new TypeError("failed to fetch"); } }).get("/x"), Unreachable);
});

test("a paired PC signs anew, once, when it is told a fresh nonce", async () => {
  let nonce = "old";
  const seatKey = { prove: async () => nonce, hearNonce: (heard) => { nonce = heard ?? nonce; } };
  const proofs = [];
  const fetch = async (_path, { headers }) => {
    proofs.push(headers["X-Lugas-Seat-Proof"]);
    const told = { "content-type": "application/json", "X-Lugas-Seat-Nonce": "fresh" };
    const isGood = proofs.at(-1) === "fresh" && proofs.length < 3;
    return new Response(JSON.stringify(isGood ? { well: true } : { error: { code: "seat_proof_needed" } }), { status: isGood ? 200 : 409, headers: told });
  };
  const api = makeApi({ fetch, seatKey });
  assert.deepEqual(await api.get("/x"), { well: true });
  await assert.rejects(api.get("/x"), (error) => error instanceof Refused && error.code === "seat_proof_needed");
  assert.deepEqual(proofs, ["old", "fresh", "fresh", "fresh"]);
});

/** @param {() => Promise<string>} prove @returns {any} */
const keyThat = (prove) => ({ prove, hearNonce: () => undefined });

test("a key of the PC that does not sign is told like a network that is down, and nothing is sent", async () => {
  let sent = 0;
  const fetch = async () => {
    sent += 1;
    return new Response(null, { status: 204 });
  };
  const broken = makeApi({ fetch, seatKey: keyThat(async () => Promise.reject(new DOMException("gone", "OperationError"))) });
  for (const ask of [() => broken.get("/api/exam/state"), () => broken.put("/api/exam/answers/1", { option: 1 })]) {
    await assert.rejects(ask, (error) => error instanceof Unreachable && error.cause instanceof DOMException);
  }
  assert.equal(sent, 0);
  assert.equal(await makeApi({ fetch, seatKey: keyThat(async () => "") }).get("/api/exam/state"), null, "no key yet is no fault");
});

test("the token of a log-in travels with every change and is forgotten with it", async () => {
  const sent = [];
  const fetch = async (_path, { method, headers }) => {
    sent.push([method, headers["X-Lugas-Csrf"]]);
    return new Response(JSON.stringify({ csrf: "t1" }), { headers: { "content-type": "application/json" } });
  };
  const api = makeApi({ fetch });
  await api.post("/login");
  await api.put("/answer", {});
  await api.get("/state");
  api.forgetToken();
  await api.post("/login");
  assert.deepEqual(sent, [["POST", "none"], ["PUT", "t1"], ["GET", undefined], ["POST", "none"]]);
});

test("an errand that failed is run again, and never twice at once", async () => {
  const ends = [];
  const run = oneAtATime(() => new Promise((resolve, reject) => ends.push({ resolve, reject })));

  const first = run();
  assert.equal(await run(), false);
  ends[0].reject(new Error("unforeseen"));
  await assert.rejects(first, /unforeseen/);

  const second = run();
  ends[1].resolve(null);
  assert.equal(await second, true);
});

test("an hour of another day is told with its day, by the hall's own midnight", () => {
  const now = Date.parse("2026-11-28T15:00:00Z"); // 22:00 in WIB, already the 29th in WIT
  assert.equal(whenInWords("2026-11-28T16:30:00Z", "WIB", now), "23:30 WIB");
  assert.equal(whenInWords("2026-11-28T17:30:00Z", "WIB", now), "29 Nov, 00:30 WIB");
  assert.equal(whenInWords("2026-11-28T17:30:00Z", "WIT", now), "02:30 WIT");
  assert.equal(whenInWords("2026-12-28T15:00:00Z", "WIB", now), "28 Des, 22:00 WIB");
});
