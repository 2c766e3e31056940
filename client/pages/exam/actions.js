/** What a press of a button or key does: the state at once, the server where it must agree. */

import { choose, currentOf, goTo, goToSection, hearPaper, toggleDoubt } from "./answering.js";
import { filmed } from "../../shared/filming.js";
import { askToMove, calledProctor, checked, isLastBlock, loggedOut, pressed, resizeText, settled, sittingOf, stays } from "./state.js";

/** @typedef {import("./types.js").ExamState} ExamState */
/** @typedef {ReturnType<typeof makeActs>} Acts */

const CHECK_FRAMES = 4;
const CHECK_EVERY_MS = 350;
const CHECK_LIMIT_MS = 20_000;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {object} parts
 * @param {{read: () => ExamState, change: (update: (state: ExamState) => ExamState) => void}} parts.store
 * @param {import("../../shared/api.js").Api} parts.api
 * @param {import("../../shared/clock.js").Clock} parts.clock
 * @param {import("../../shared/camera.js").Camera} parts.camera
 * @param {import("../../shared/outbox.js").Outbox} parts.outbox
 * @param {import("../../shared/seat_key.js").SeatKey} parts.seatKey
 * @param {{kick: () => void}} parts.saver
 * @param {() => Promise<unknown>} parts.askState
 * @param {(heard: import("../../shared/wire.js").State) => Promise<void>} parts.hear a State the server answered with
 * @param {() => Promise<void>} parts.askSeat
 */
export const makeActs = ({ store, api, clock, camera, outbox, seatKey, saver, askState, hear, askSeat }) => {
  /** One press at a time; what goes wrong is shown where the person looks. @param {string} name @param {() => Promise<unknown>} work */
  const press = async (name, work) => {
    if (store.read().busy) return;
    store.change((state) => pressed(state, name));
    try {
      await work();
      store.change((state) => settled(state));
    } catch (error) {
      store.change((state) => settled(state, error));
    }
  };

  /** An answer is in the page and in the outbox before anything is sent. @param {string} item @param {(state: ExamState) => ExamState} update */
  const answer = (item, update) => {
    const before = store.read().pending[item];
    store.change(update);
    const kept = store.read().pending[item];
    if (!kept || kept === before) return;
    void outbox.keep(kept);
    saver.kick();
  };

  const here = () => currentOf(store.read())?.item;

  const frames = async () => {
    const taken = [];
    for (let count = 0; count < CHECK_FRAMES; count += 1) {
      if (count) await pause(CHECK_EVERY_MS);
      const picture = await camera.grab(640, 0.85);
      if (picture) taken.push(picture.jpeg);
    }
    return taken;
  };

  /** Whether the person moved as asked; what was amiss is told where the check stands. */
  const moved = async () => {
    const { attempt, prompts } = await api.post("/api/exam/liveness");
    const form = await filmed(prompts, camera, (prompt, number) =>
      store.change((state) => askToMove(state, { prompt, number, of: prompts.length })),
    );
    store.change((state) => askToMove(state, null));
    const { passed, each } = await api.postForm(`/api/exam/liveness/${attempt}`, form, { limitMs: CHECK_LIMIT_MS });
    const faults = each.map((/** @type {{fault: string|null}} */ { fault }) => fault).filter(Boolean);
    if (!passed) store.change((state) => checked(state, { verdict: "not_live", hints: faults }));
    return passed;
  };

  /** @param {string} path @param {boolean=} cannotMove a proctor then looks at who sits here */
  const checkFace = (path, cannotMove = false) =>
    press("check", async () => {
      if (store.read().server?.movements && !cannotMove && !(await moved())) return;
      const form = new FormData();
      (await frames()).forEach((jpeg, number) => form.append("frame", jpeg, `${number}.jpg`));
      if (cannotMove) form.append("cannot_move", "1");
      const check = await api.postForm(path, form, { limitMs: CHECK_LIMIT_MS });
      store.change((state) => checked(state, { verdict: check.verdict, hints: check.hints ?? [] }));
      await askState();
    });

  /** @param {string|null} option */
  const chooseHere = (option) => {
    const item = here();
    if (item) answer(item.id, (state) => choose(state, item.id, option, clock.iso()));
  };

  /** A State that may bring the paper with it. @param {import("../../shared/wire.js").StateWithPaper} heard */
  const take = async (heard) => {
    const { paper } = heard;
    if (paper) store.change((state) => hearPaper(state, paper, null));
    await hear(heard);
  };

  const fullScreen = () => document.documentElement.requestFullscreen?.().catch(() => console.info("no full screen here"));

  return {
    /** @param {string} code */
    pair: (code) =>
      press("pair", async () => {
        const key = await seatKey.make();
        await api.post("/api/seat/pair", { code: code.trim(), ...(key ? { public_key: key } : {}) });
        await askSeat();
      }),
    /** @param {Record<string, string>} fields */
    logIn: ({ number = "", pin = "" }) =>
      press("login", async () => {
        api.forgetToken();
        const heard = await api.post("/api/exam/login", { number: number.trim(), pin: pin.trim() });
        await outbox.forget((kept) => kept.sitting !== sittingOf(heard));
        await hear(heard);
      }),
    logOut: () => store.change(loggedOut),
    confirm: () => checkFace("/api/exam/confirm"),
    comeBack: () => checkFace("/api/exam/return"),
    /** @param {boolean} isBack */
    cannotMove: (isBack) => checkFace(isBack ? "/api/exam/return" : "/api/exam/confirm", true),
    callProctor: () =>
      press("call", async () => {
        await api.post("/api/exam/call");
        store.change(calledProctor);
      }),
    begin: () => {
      void fullScreen();
      return press("begin", async () => {
        await take(await api.post("/api/exam/start"));
      });
    },
    askLeave: () => store.change((state) => ({ ...state, leaving: true })),
    stay: () => store.change(stays),
    leave: () => {
      store.change(stays);
      return press("leave", async () => hear(await api.post("/api/exam/leave")));
    },
    finish: () =>
      press("finish", async () => {
        const server = store.read().server;
        const last = !server || isLastBlock(server);
        await take(await api.post(last ? "/api/exam/finish" : "/api/exam/next-block", { confirmed: true }));
        if (last && document.fullscreenElement) void document.exitFullscreen();
      }),
    choose: chooseHere,
    clear: () => chooseHere(null),
    /** @param {number} index as a letter names it */
    chooseLetter: (index) => {
      const option = here()?.options[index];
      if (option) chooseHere(option.id);
    },
    toggleDoubt: () => {
      const item = here();
      if (item) answer(item.id, (state) => toggleDoubt(state, item.id, clock.iso()));
    },
    /** @param {number} position */
    goTo: (position) => store.change((state) => goTo(state, position)),
    /** @param {number} step */
    step: (step) => store.change((state) => goTo(state, state.current + step)),
    /** @param {string} section */
    goToSection: (section) => store.change((state) => goToSection(state, section)),
    review: () => store.change((state) => ({ ...state, place: "review", drawer: false, agreed: false, trouble: null })),
    toFinish: () => store.change((state) => ({ ...state, place: "finish", agreed: false, trouble: null })),
    toggleAgreed: () => store.change((state) => ({ ...state, agreed: !state.agreed })),
    toggleDrawer: () => store.change((state) => ({ ...state, drawer: !state.drawer })),
    /** @param {1|-1} step */
    resizeText: (step) => store.change((state) => resizeText(state, step)),
    toggleContrast: () => store.change((state) => ({ ...state, contrast: !state.contrast })),
    readMessage: () => store.change((state) => ({ ...state, readMessage: state.server?.message?.id ?? null })),
    readRefusal: () => store.change((state) => ({ ...state, refusedAnswers: [] })),
    reload: () => location.reload(),
  };
};
