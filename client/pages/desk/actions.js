/** What a press of a button or a scan does: one request at a time, its answer into the state. */

import { Refused } from "../../shared/api.js";
import { asksForCode, goAndDo } from "../../shared/log_in_demands.js";
import { filmed } from "../../shared/filming.js";
import * as desk from "./state.js";

/** @typedef {import("./types.js").DeskState} DeskState */
/** @typedef {ReturnType<typeof makeActs>} Acts */

const CHECK_FRAMES = 4;
const CHECK_EVERY_MS = 350;
const CHECK_LIMIT_MS = 30_000;
const PASSWORD_LIMIT_MS = 15_000;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {Blob} blob @returns {Promise<string>} */
const asBase64 = async (blob) => {
  let letters = "";
  for (const byte of new Uint8Array(await blob.arrayBuffer())) letters += String.fromCharCode(byte);
  return btoa(letters);
};

/**
 * @param {object} parts
 * @param {{read: () => DeskState, change: (update: (state: DeskState) => DeskState) => void}} parts.store
 * @param {import("../../shared/api.js").Api} parts.api
 * @param {import("../../shared/camera.js").Camera} parts.camera
 */
export const makeActs = ({ store, api, camera }) => {
  /** @param {string} name @param {() => Promise<unknown>} work */
  const press = async (name, work) => {
    if (store.read().busy) return;
    store.change((state) => desk.pressed(state, name));
    try {
      await work();
      store.change((state) => desk.settled(state));
    } catch (error) {
      const needsCode = asksForCode(error);
      store.change((state) => ({ ...desk.settled(isLoggedOut(error) ? desk.hearStaff(state, null) : state, error), needsCode: state.needsCode || needsCode }));
    }
  };

  /** @param {unknown} error */
  const isLoggedOut = (error) => error instanceof Refused && error.code === "not_logged_in";

  const frames = async () => {
    const taken = [];
    for (let count = 0; count < CHECK_FRAMES; count += 1) {
      if (count) await pause(CHECK_EVERY_MS);
      const picture = await camera.grab(640, 0.88);
      if (picture) taken.push(picture.jpeg);
    }
    return taken;
  };

  const askSlots = async () => {
    const { slots, liveness } = await api.get("/api/desk/slots");
    store.change((state) => desk.hearSlots(state, slots, liveness));
  };

  /** @param {string} sitting */
  const askPerson = async (sitting) => {
    const person = await api.get(`/api/desk/sittings/${sitting}`);
    store.change((state) => desk.hearPerson(state, person));
    void camera.start();
  };

  /** @param {string} what @param {unknown=} value */
  const post = (what, value) => api.post(`/api/desk/sittings/${store.read().person?.id}/${what}`, value, { limitMs: PASSWORD_LIMIT_MS });

  /** @param {Blob|undefined} jpeg */
  const keepShot = (jpeg) => {
    forgetShot();
    return jpeg ? URL.createObjectURL(jpeg) : null;
  };

  const forgetShot = () => {
    const { shot } = store.read();
    if (shot) URL.revokeObjectURL(shot);
  };

  const next = () => {
    forgetShot();
    camera.stop();
    store.change(desk.nextPerson);
    void askSlots().catch((error) => console.warn("The slots could not be asked", error));
  };

  return {
    askSlots,
    /** Whether somebody is logged in already. */
    begin: () =>
      press("begin", async () => {
        const heard = await api.get("/api/staff/me");
        if (heard.todo) return goAndDo(heard);
        store.change((state) => desk.hearStaff(state, heard.staff));
        await askSlots();
      }),
    /** @param {Record<string, string>} fields */
    logIn: ({ account = "", password = "", code = "" }) =>
      press("login", async () => {
        api.forgetToken();
        const heard = await api.post("/api/staff/login", { account: account.trim(), password, code }, { limitMs: PASSWORD_LIMIT_MS });
        if (heard.todo) return goAndDo(heard);
        store.change((state) => desk.hearStaff(state, heard.staff));
        await askSlots();
      }),
    logOut: () =>
      press("logout", async () => {
        await api.post("/api/staff/logout");
        forgetShot();
        camera.stop();
        api.forgetToken();
        store.change((state) => desk.hearStaff(state, null));
      }),
    /** @param {string|null} slot */
    chooseSlot: (slot) => {
      forgetShot();
      camera.stop();
      store.change((state) => desk.chooseSlot(state, slot));
      location.hash = slot ?? "";
    },
    /** A scanner types the number and Enter: who is found alone is opened at once. @param {string} typed */
    find: (typed) =>
      press("find", async () => {
        const asked = typed.trim();
        const { sittings } = await api.get(`/api/desk/slots/${store.read().slot}/find?q=${encodeURIComponent(asked)}`);
        store.change((state) => desk.hearFound(state, asked, sittings));
        if (sittings.length === 1) await askPerson(sittings[0].id);
      }),
    /** @param {string} sitting */
    open: (sitting) => press("open", () => askPerson(sitting)),
    showAlive: () =>
      press("liveness", async () => {
        const { attempt, prompts } = await post("liveness");
        const form = await filmed(prompts, camera, (prompt, number) =>
          store.change((state) => desk.askToMove(state, prompt, number, prompts.length)),
        );
        store.change((state) => desk.askToMove(state, null, prompts.length, prompts.length));
        const heard = await api.postForm(`/api/desk/sittings/${store.read().person?.id}/liveness/${attempt}`, form, { limitMs: CHECK_LIMIT_MS });
        store.change((state) => desk.hearLiveness(state, heard));
      }),
    check: () =>
      press("check", async () => {
        const taken = await frames();
        const heard = await api.postFrames(`/api/desk/sittings/${store.read().person?.id}/check`, taken, { limitMs: CHECK_LIMIT_MS });
        const shot = keepShot(taken[taken.length - 1]);
        store.change((state) => desk.hearCheck(state, heard, shot));
        if (heard.pin) camera.stop();
      }),
    /** @param {Record<string, string>} fields */
    override: ({ reason = "", account = "", password = "", code = "", document = "", last_digits = "" }) =>
      press("override", async () => {
        const asked = { check: store.read().check?.check, second: { account: account.trim(), password, code } };
        const why = {
          ...(document ? { document: { kind: document, last_digits: last_digits.trim() } } : {}),
          ...(reason ? { reason } : {}),
        };
        const { pin } = await post("override", { ...asked, ...why });
        camera.stop();
        store.change((state) => desk.hearPin(state, pin));
      }),
    /** Two officers answer for it; a picture stays, or why there is none. @param {Record<string, string>} fields */
    bySight: ({ document = "", account = "", password = "", code = "", no_picture = "" }) =>
      press("sight", async () => {
        const taken = no_picture ? null : await camera.grab(640, 0.85);
        const left = taken ? { picture: await asBase64(taken.jpeg) } : { no_picture };
        const { pin } = await post("by-sight", { document, second: { account: account.trim(), password, code }, ...left });
        camera.stop();
        store.change((state) => desk.hearPin(state, pin));
      }),
    callChief: () =>
      press("call", async () => {
        await post("call");
        store.change(desk.calledChief);
      }),
    reissue: () =>
      press("reissue", async () => {
        const { pin } = await post("pin");
        store.change((state) => desk.hearPin(state, pin));
      }),
    /** @param {DeskState["dialog"]} dialog */
    ask: (dialog) => store.change((state) => ({ ...state, dialog, trouble: null })),
    print: () => window.print(),
    next,
  };
};
