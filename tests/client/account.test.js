/** The account page's rules: what is shown once does not stay, one request at a time, and each trouble stands at its own part. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeActs } from "../../client/pages/account/actions.js";
import { START, hearAccount, hearCodes, hearOffered, loggedOut, pressed, settled, tellDone } from "../../client/pages/account/state.js";
import { Refused } from "../../client/shared/api.js";

const account = (changes = {}) => ({
  account: "meja1", name: "Rina", roles: ["desk_officer"], todo: null, least: 10, factor: { since: null, is_demanded: false, codes_left: 0 }, sessions: [], ...changes,
});
const OFFERED = { secret: "ABCD", uri: "otpauth://x", picture: "data:x" };

/** A page whose server answers by path, and what it was asked. */
const page = (answers = {}) => {
  let state = hearAccount(START, account());
  const asked = [];
  const answer = async (path, value) => {
    asked.push([path, value]);
    const told = answers[path];
    if (told instanceof Error) throw told;
    return typeof told === "function" ? told() : (told ?? account());
  };
  const api = { get: answer, post: answer, forgetToken: () => asked.push(["token forgotten"]) };
  const act = makeActs({ store: { read: () => state, change: (update) => (state = update(state)) }, api });
  return { act, asked, state: () => state };
};

test("a log-out leaves nothing that was shown", () => {
  const shown = hearCodes(hearOffered(hearAccount(START, account()), OFFERED), ["aaaa"]);
  assert.deepEqual(loggedOut(shown), { ...START, account: null });
});

test("codes take the place of the secret they belong to, and go when they are kept", async () => {
  const { act, state, asked } = page({ "/api/account/factor": OFFERED, "/api/account/factor/confirm": { codes: ["aaaa", "bbbb"] } });
  await act.offerFactor({ password: "x" });
  assert.equal(state().offered, OFFERED);
  await act.confirmFactor({ code: "123456" });
  assert.deepEqual([state().offered, state().codes], [null, ["aaaa", "bbbb"]]);
  assert.deepEqual(asked.map(([path]) => path), ["/api/account/factor", "/api/account/factor/confirm", "/api/account"]);
  act.forgetCodes();
  assert.equal(state().codes, null);
});

test("two passwords that differ never leave the page", async () => {
  const { act, state, asked } = page();
  await act.changePassword({ old: "lama sekali", chosen: "kuda baterai", again: "kuda batere" });
  assert.deepEqual([asked, state().trouble.code, state().at, state().busy], [[], "passwords_differ", "password", null]);
});

test("a changed password is told, and the next press puts that away", async () => {
  const { act, state, asked } = page();
  await act.changePassword({ old: "lama sekali", chosen: "kuda baterai", again: "kuda baterai" });
  assert.deepEqual(asked[0], ["/api/account/password", { old: "lama sekali", new: "kuda baterai" }]);
  assert.equal(state().done, "password_done");
  assert.equal(pressed(state(), "factor").done, null);
});

test("what failed keeps the account, says where, and says nothing went well", async () => {
  const { act, state } = page({ "/api/account/factor/remove": new Refused("wrong_code") });
  await act.removeFactor({ password: "x", code: "1" });
  assert.deepEqual([state().trouble.code, state().at, state().done, state().account.account], ["wrong_code", "factor", null, "meja1"]);
});

test("whose log-in has ended is asked to log in, and sees no account", async () => {
  const { act, state } = page({ "/api/account/sessions/end-others": new Refused("not_logged_in") });
  await act.endOthers();
  assert.equal(state().account, null);
});

test("a log-in that needs a code says so until it has succeeded", async () => {
  const answers = { "/api/staff/login": new Refused("code_needed") };
  const { act, state } = page(answers);
  await act.logIn({ account: " meja1 ", password: "x" });
  assert.equal(state().needsCode, true);
  delete answers["/api/staff/login"];
  await act.logIn({ account: "meja1", password: "x", code: "123456" });
  assert.equal(state().needsCode, false);
});

test("one press at a time", async () => {
  let end = () => {};
  const slow = new Promise((resolve) => (end = () => resolve(account())));
  const { act, asked } = page({ "/api/account/sessions/a/end": () => slow });
  const first = act.endSession("a");
  await act.endOthers();
  end();
  await first;
  assert.deepEqual(asked.map(([path]) => path), ["/api/account/sessions/a/end", "/api/account"]);
});

test("a word of what went well is settled with its press", () => {
  const state = settled(tellDone(pressed(hearAccount(START, account()), "sessions"), "sessions_done"));
  assert.deepEqual([state.busy, state.done, state.trouble], [null, "sessions_done", null]);
});
