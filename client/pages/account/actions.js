/** What the buttons of the account page do: one request at a time, then the account is read anew. */

import { Refused } from "../../shared/api.js";
import { asksForCode } from "../../shared/log_in_demands.js";
import * as account from "./state.js";

/** @typedef {import("./state.js").AccountState} AccountState */
/** @typedef {ReturnType<typeof makeActs>} Acts */
/** @typedef {Record<string, string>} Fields */

const PASSWORD_LIMIT_MS = 15_000;

/**
 * @param {object} parts
 * @param {{read: () => AccountState, change: (update: (state: AccountState) => AccountState) => void}} parts.store
 * @param {import("../../shared/api.js").Api} parts.api
 */
export const makeActs = ({ store, api }) => {
  /** @param {string} name @param {() => Promise<unknown>} work */
  const press = async (name, work) => {
    if (store.read().busy) return;
    store.change((state) => account.pressed(state, name));
    try {
      await work();
      store.change((state) => account.settled(state));
    } catch (error) {
      const isOut = error instanceof Refused && error.code === "not_logged_in";
      const needsCode = store.read().needsCode || asksForCode(error);
      store.change((state) => ({ ...account.settled(isOut ? account.loggedOut(state) : state, error), needsCode }));
    }
  };

  /** @param {string} path @param {unknown=} value */
  const post = (path, value) => api.post(`/api/account/${path}`, value, { limitMs: PASSWORD_LIMIT_MS });

  const read = async () => {
    const heard = await api.get("/api/account");
    store.change((state) => account.hearAccount(state, heard));
  };

  /** @param {string} word */
  const done = (word) => store.change((state) => account.tellDone(state, word));

  return {
    begin: () =>
      press("begin", async () => {
        await api.get("/api/staff/me");
        await read();
      }),
    /** @param {Fields} fields */
    logIn: ({ account: name = "", password = "", code = "" }) =>
      press("login", async () => {
        api.forgetToken();
        await api.post("/api/staff/login", { account: name.trim(), password, code }, { limitMs: PASSWORD_LIMIT_MS });
        await read();
      }),
    logOut: () =>
      press("logout", async () => {
        await api.post("/api/staff/logout");
        api.forgetToken();
        store.change((state) => account.loggedOut({ ...state, needsCode: false }));
      }),
    /** @param {Fields} fields */
    changePassword: ({ old = "", chosen = "", again = "" }) =>
      press("password", async () => {
        if (chosen !== again) throw new Refused("passwords_differ");
        await post("password", { old, new: chosen });
        await read();
        done("password_done");
      }),
    /** @param {Fields} fields */
    offerFactor: ({ password = "", code = "" }) =>
      press("factor", async () => {
        const heard = await post("factor", { password, code });
        store.change((state) => account.hearOffered(state, heard));
      }),
    /** @param {Fields} fields */
    confirmFactor: ({ code = "" }) =>
      press("factor", async () => {
        const { codes } = await post("factor/confirm", { code });
        store.change((state) => account.hearCodes(state, codes));
        await read();
      }),
    /** @param {Fields} fields */
    renewCodes: ({ password = "", code = "" }) =>
      press("factor", async () => {
        const { codes } = await post("factor/codes", { password, code });
        store.change((state) => account.hearCodes(state, codes));
        await read();
      }),
    /** @param {Fields} fields */
    removeFactor: ({ password = "", code = "" }) =>
      press("factor", async () => {
        await post("factor/remove", { password, code });
        await read();
        done("factor_removed");
      }),
    forgetCodes: () => store.change((state) => ({ ...state, codes: null })),
    stopOffer: () => store.change((state) => ({ ...state, offered: null, trouble: null })),
    /** @param {string} session */
    endSession: (session) =>
      press("sessions", async () => {
        await post(`sessions/${session}/end`);
        await read();
      }),
    endOthers: () =>
      press("sessions", async () => {
        await post("sessions/end-others");
        await read();
        done("sessions_done");
      }),
  };
};
