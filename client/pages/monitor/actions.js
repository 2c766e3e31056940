/** What a press of a button does on the monitor: what is looked at, and what is asked of the server. */

import { asksForCode, goAndDo } from "../../shared/log_in_demands.js";
import { bodyOf } from "./act_request.js";
import { takenTiles, worstFirst } from "./tile_status.js";
import * as monitor from "./state.js";

/** @typedef {import("./types.js").MonitorState} MonitorState */
/** @typedef {ReturnType<typeof makeActs>} Acts */

const DONE_SHOWN_MS = 6_000;

/**
 * @param {object} parts
 * @param {{read: () => MonitorState, change: (update: (state: MonitorState) => MonitorState) => void}} parts.store
 * @param {import("../../shared/api.js").Api} parts.api
 * @param {import("../../shared/words.js").Say} parts.say
 * @param {() => Promise<void>} parts.sync the room, fetched again
 */
export const makeActs = ({ store, api, say, sync }) => {
  /** One press at a time; what goes wrong is shown where the person looks. @param {string} name @param {() => Promise<unknown>} work */
  const press = async (name, work) => {
    if (store.read().busy) return;
    store.change((state) => monitor.pressed(state, name));
    try {
      await work();
      store.change((state) => monitor.settled(state));
    } catch (error) {
      const needsCode = asksForCode(error);
      store.change((state) => ({ ...monitor.settled(isLoggedOut(error) ? monitor.loggedOut(state) : state, error), needsCode: state.needsCode || needsCode }));
    }
  };

  const askSlots = async () => {
    const heard = await api.get("/api/monitor/slots");
    const before = store.read().at;
    store.change((state) => monitor.hearSlots(state, heard));
    const { staff, slots } = store.read();
    if (!slots?.length && staff?.may.includes("pair_seat") && !store.read().place) await showSeats();
    if (store.read().at !== before) await sync();
  };

  const showSeats = async () => {
    const heard = await api.get("/api/seats");
    store.change((state) => ({ ...state, place: "seats", pairing: heard.rooms }));
  };

  const showReview = async () => {
    const heard = await api.get(`/api/review?slot=${store.read().at?.slot}`);
    store.change((state) => ({ ...state, place: "review", review: heard.photos, reviewModes: heard.modes }));
  };

  const askDetails = async () => {
    const open = store.read().open;
    if (!open) return;
    const details = await api.get(`/api/monitor/${open.kind}s/${open.id}`);
    store.change((state) => monitor.hearDetails(state, details));
  };

  /** @param {import("../../shared/wire.js").ActAnswer} told @param {import("./types.js").Asking & {kind: "act"}} asking @returns {MonitorState["outcome"]} */
  const outcomeOf = (told, asking) => {
    const names = new Map(takenTiles(store.read()).map(({ sitting }) => [sitting.id, sitting.name]));
    /** @param {string} id */
    const nameOf = (id) => names.get(id) ?? id;
    const act = say(`act_${asking.act}`);
    const [first = ""] = told.done;
    const done = told.done.length === 1 ? say("done_one", { act, name: nameOf(first) }) : say("done_many", { act, count: told.done.length });
    const lines = told.refused.map(({ id, error }) => say("refused_line", { name: nameOf(id), why: say.error(error) }));
    if (!lines.length) return { tone: "ok", title: done, lines: [] };
    return { tone: "warning", title: say("refused_title", { count: lines.length }), lines: told.done.length ? [done, ...lines] : lines };
  };

  /** @param {import("./types.js").Asking} asking @param {Record<string, string>} fields @returns {Promise<MonitorState["outcome"]>} */
  const carryOut = async (asking, fields) => {
    const state = store.read();
    if (asking.kind === "close") {
      await api.post(`/api/monitor/incidents/${asking.incident}/close`, { note: fields["note"] });
      return { tone: "ok", title: say("closed_done"), lines: [] };
    }
    if (asking.kind === "review") {
      await api.post(`/api/review/${asking.photo}`, { note: fields["note"] });
      await showReview();
      return { tone: "ok", title: say("review_done", { name: asking.name }), lines: [] };
    }
    if (asking.kind === "unpair") {
      await api.post(`/api/seats/${asking.seat}/unpair`);
      await showSeats();
      return null;
    }
    if (asking.kind === "slot") {
      await api.post(`/api/monitor/slots/${state.at?.slot}/acts`, bodyOf(asking, fields, state));
      return { tone: "ok", title: say("slot_done", { act: say(`slot_act_${asking.act}${asking.room ? "_room" : ""}`) }), lines: [] };
    }
    return outcomeOf(await api.post("/api/monitor/acts", bodyOf(asking, fields, state)), asking);
  };

  const acts = {
    begin: () =>
      press("begin", async () => {
        const heard = await api.get("/api/staff/me");
        if (heard.todo) return goAndDo(heard);
        store.change((state) => monitor.hearStaff(state, heard));
        await askSlots();
      }),
    /** @param {Record<string, string>} fields */
    logIn: (fields) =>
      press("login", async () => {
        api.forgetToken();
        const heard = await api.post("/api/staff/login", fields);
        if (heard.todo) return goAndDo(heard);
        store.change((state) => monitor.hearStaff(state, heard));
        await askSlots();
      }),
    logOut: () =>
      press("logout", async () => {
        await api.post("/api/staff/logout");
        api.forgetToken();
        store.change(monitor.loggedOut);
      }),
    askSlots,
    askDetails,
    /** @param {import("./types.js").At|null} at */
    choose: (at) => {
      store.change((state) => monitor.choose(state, at));
      if (at) return sync();
    },
    /** @param {"map"|"list"} mode */
    showAs: (mode) => store.change((state) => ({ ...state, mode })),
    /** @param {string} filter */
    filterBy: (filter) => store.change((state) => ({ ...state, filter: state.filter === filter ? "all" : filter })),
    toggleSelecting: () => store.change(monitor.toggleSelecting),
    selectShown: () => store.change((state) => ({ ...state, selected: worstFirst(state).map(({ sitting }) => sitting.id) })),
    /** A tile is opened, or marked while several are being chosen. @param {string} id */
    pressTile: (id) => {
      if (store.read().selecting) return store.change((state) => monitor.toggleSelected(state, id));
      return acts.open({ kind: "sitting", id });
    },
    /** @param {import("./types.js").Open|null} open */
    open: (open) => {
      store.change((state) => monitor.openOne(state, open));
      if (open) return press("open", askDetails);
    },
    /** @param {import("./types.js").Asking} asking */
    ask: (asking) => {
      store.change((state) => monitor.ask(state, asking));
      if (asking.kind !== "act" || asking.act !== "move") return;
      return press("seats", async () => {
        const heard = await api.get(`/api/monitor/slots/${store.read().at?.slot}/free-seats`);
        store.change((state) => ({ ...state, freeSeats: heard.seats }));
      });
    },
    stopAsking: () => store.change(monitor.stopAsking),
    /** @param {string} reason */
    chooseReason: (reason) => store.change((state) => ({ ...state, reason })),
    /** @param {string} choice */
    chooseWay: (choice) => store.change((state) => ({ ...state, choice })),
    /** @param {Record<string, string>} fields */
    carryOut: (fields) => {
      const asking = store.read().asking;
      if (!asking) return;
      return press("act", async () => {
        const outcome = await carryOut(asking, fields);
        store.change((state) => ({ ...monitor.stopAsking(state), outcome, selecting: false, selected: [] }));
        if (outcome?.tone === "ok") setTimeout(() => store.change((state) => (state.outcome === outcome ? { ...state, outcome: null } : state)), DONE_SHOWN_MS);
        await Promise.all([asking.kind === "slot" ? askSlots() : null, store.read().offline ? sync() : null, askDetails()]);
      });
    },
    forgetOutcome: () => store.change((state) => ({ ...state, outcome: null })),
    showSeats: () => press("seats", showSeats),
    showReview: () => press("review", showReview),
    leaveSeats: () => store.change((state) => ({ ...state, place: null, code: null })),
    /** @param {string} seat */
    makeCode: (seat) =>
      press("code", async () => {
        const heard = await api.post(`/api/seats/${seat}/code`);
        store.change((state) => ({ ...state, code: { seat, code: heard.code, expires_at: heard.expires_at } }));
      }),
    reload: () => location.reload(),
  };
  return acts;
};

/** @param {unknown} error */
export const isLoggedOut = (error) => {
  const { status, code } = /** @type {{status?: number, code?: string}} */ (error ?? {});
  return status === 401 && code === "not_logged_in";
};
