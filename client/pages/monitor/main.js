/** Wires the monitor: log-in, the socket of one room, and whatever has to be fetched again. */

import { Refused, Unreachable, makeApi } from "../../shared/api.js";
import { makeClock } from "../../shared/clock.js";
import { DOWN, UP } from "../../shared/protocol.js";
import { openSocket } from "../../shared/socket.js";
import { makeRenderer } from "../../shared/renderer.js";
import { makeStore } from "../../shared/store.js";
import { words } from "../../shared/words.js";
import { isLoggedOut, makeActs } from "./actions.js";
import { graver } from "./tile_status.js";
import * as monitor from "./state.js";
import { view } from "./view.js";

/** @typedef {import("./types.js").MonitorState} MonitorState */

const TICK_MS = 1_000;
const SLOTS_EVERY_MS = 30_000;
const ALONE_MS = 4_000; // without a socket the room is fetched
const PICTURE_MS = 5_000;
const BACK_SHOWN_MS = 4_000;
const NARROW = "(max-width: 800px)";

const say = await words("monitor");
const clock = makeClock();
const api = makeApi({ clock });
const renderer = makeRenderer();


/** @param {MonitorState} state */
const draw = (state) => {
  renderer.render(view({ state, say, act, now: clock.now() }));
  if (location.hash.slice(1) !== hashOf(state)) history.replaceState(null, "", `#${hashOf(state)}`);
  document.title = titleOf(state);
};

const store = makeStore({
  start: /** @type {MonitorState} */ ({ ...monitor.START, mode: matchMedia(NARROW).matches ? "list" : "map" }),
  draw,
});

let socket = /** @type {import("../../shared/socket.js").Socket|null} */ (null);
let syncing = /** @type {Promise<void>|null} */ (null);

/** The room anew: first the messages are listened to, then the whole is fetched, so that nothing falls in between. */
const sync = () => {
  syncing ??= syncNow().finally(() => {
    syncing = null;
  });
  return syncing;
};

const syncNow = async () => {
  const at = store.read().at;
  if (!at) return;
  store.change(monitor.fetching);
  try {
    if (socket?.isUp()) await socket.emit(UP.watch, at);
    const heard = await api.get(`/api/monitor/slots/${at.slot}/rooms/${at.room}`);
    store.change((before) => monitor.hearRoom(before, heard));
  } catch (error) {
    store.change((before) => ({ ...before, fetching: false }));
    fail(error);
  }
};

/** @param {unknown} error */
const fail = (error) => {
  if (isLoggedOut(error)) return store.change((before) => monitor.settled(monitor.loggedOut(before), error));
  if (error instanceof Unreachable) return store.change(monitor.disconnected);
  if (!(error instanceof Refused)) throw error;
  store.change((before) => monitor.settled(before, error));
};

const act = makeActs({ store, api, say, sync });

/** @param {string} name @returns {(message: import("./types.js").RoomMessage) => void} */
const hear = (name) => (message) => {
  const before = openTile();
  store.change((known) => monitor.hearMessage(known, name, message));
  if ("incident" in message) announce(message.incident);
  if (store.read().stale) void sync();
  const isOpen = "incident" in message && [message.incident.id, message.incident.sitting?.id].includes(store.read().open?.id);
  if (isOpen || (before && before !== openTile())) void act.askDetails().catch(fail);
};

/** What of the opened person a change makes the details old. */
const openTile = () => {
  const { open } = store.read();
  const tile = open?.kind === "sitting" ? monitor.tileOf(store.read(), open.id)?.sitting : undefined;
  return tile && [tile.status, tile.cause, tile.lost_s, tile.credited_s, tile.needs_face_check, tile.identity_mode].join();
};

/** A new incident is said aloud once; pictures that follow it are not. @param {import("./types.js").Incident} incident */
const announce = (incident) => {
  if (incident.state !== "open" || spoken.has(incident.id)) return;
  spoken.add(incident.id);
  const who = incident.sitting ? say("for_one", { name: incident.sitting.name, seat: incident.seat?.number ?? "-" }) : say("whole_room");
  store.change((before) => ({ ...before, spoken: say("spoken_incident", { kind: say(`incident_${incident.kind}`), who }) }));
};

/** @type {Set<string>} */
const spoken = new Set();

const connect = () => {
  socket = openSocket({
    namespace: "/monitor",
    page: "monitor",
    connected: () => {
      store.change(monitor.connected);
      void (syncing ?? Promise.resolve()).then(sync); // one that began before it knew of no socket to listen by
      setTimeout(() => store.change((before) => ({ ...before, wasOffline: false })), BACK_SHOWN_MS);
    },
    disconnected: () => store.change(monitor.disconnected),
    outdated: () => store.change((before) => ({ ...before, outdated: true })),
    on: { tiles: hear(DOWN.tiles), incident: hear(DOWN.incident), slot: hear(DOWN.slot) },
  });
};

const follow = () => {
  if (store.read().staff && store.read().at && !socket) connect();
  if (!store.read().staff && socket) {
    socket.close();
    socket = null;
  }
};

/** The chosen room stays through a reload. @param {MonitorState} from */
const hashOf = ({ at }) => (at ? `${at.slot}/${at.room}` : "");

/** @param {MonitorState} from */
const titleOf = ({ room }) => {
  const waiting = room?.incidents.filter((one) => one.state === "open").sort(graver).length ?? 0;
  return `${waiting ? `(${waiting}) ` : ""}${room ? `${room.room.name} · ` : ""}Pantau · Lugas`;
};

const [slot, room] = location.hash.slice(1).split("/");
if (slot && room) store.change((before) => ({ ...before, at: { slot, room } }));

setInterval(() => {
  follow();
  store.draw();
}, TICK_MS);
setInterval(() => {
  if (store.read().staff && !store.read().asking) void act.askSlots().catch(fail);
}, SLOTS_EVERY_MS);
setInterval(() => {
  if (store.read().staff && store.read().at && !socket?.isUp()) void sync();
}, ALONE_MS);
setInterval(() => {
  if (store.read().open?.kind === "sitting") store.change((before) => ({ ...before, pictures: before.pictures + 1 }));
}, PICTURE_MS);
window.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || store.read().asking) return;
  if (store.read().open) act.open(null);
  else if (store.read().selecting) act.toggleSelecting();
});
store.draw();
await act.begin();
if (store.read().staff && store.read().at) await sync();
follow();
