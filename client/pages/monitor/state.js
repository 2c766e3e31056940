/** The monitor's state: what was heard, in the order of its numbers, and what the proctor has chosen to see. */

/** @typedef {import("./types.js").MonitorState} MonitorState */
/** @typedef {import("./types.js").Room} Room */
/** @typedef {import("./types.js").Tile} Tile */

/** @type {MonitorState} */
export const START = Object.freeze({
  staff: undefined,
  slots: null,
  reasons: {},
  at: null,
  room: null,
  fetching: false,
  waiting: [],
  stale: false,
  mode: "map",
  filter: "all",
  selecting: false,
  selected: [],
  open: null,
  details: null,
  asking: null,
  reason: "",
  choice: "",
  freeSeats: null,
  outcome: null,
  place: null,
  pairing: null,
  review: null, reviewModes: [],
  code: null,
  offline: false,
  wasOffline: false,
  needsCode: false,
  busy: null,
  trouble: null,
  spoken: "",
  outdated: false,
  pictures: 0,
});

/** @param {MonitorState} state @param {import("../../shared/wire.js").LogInAnswer} heard the answer to a log-in @returns {MonitorState} */
export const hearStaff = (state, heard) => ({ ...state, staff: heard.staff, needsCode: false, trouble: null });

/** @param {MonitorState} state @returns {MonitorState} */
export const loggedOut = (state) => ({ ...START, staff: null, mode: state.mode });

/**
 * The slots one may watch. With one slot and one room there is nothing to choose.
 * @param {MonitorState} state @param {import("../../shared/wire.js").SlotsAnswer} heard @returns {MonitorState}
 */
export const hearSlots = (state, heard) => {
  const slots = heard.slots;
  const next = { ...state, slots, reasons: heard.reasons };
  if (state.at && slots.some(({ id, rooms }) => id === state.at?.slot && rooms.some((room) => room.id === state.at?.room))) return next;
  const live = slots.filter(({ status }) => status !== "closed" && status !== "postponed");
  const rooms = live.flatMap((slot) => slot.rooms.map((room) => ({ slot: slot.id, room: room.id })));
  return rooms.length === 1 && state.room === null ? { ...next, at: rooms[0] ?? null } : next;
};

/** @param {MonitorState} state @param {import("./types.js").At|null} at @returns {MonitorState} */
export const choose = (state, at) => ({
  ...state, at, room: null, waiting: [], stale: false, open: null, details: null, selecting: false, selected: [], filter: "all", place: null, trouble: null,
});

/** From now on messages wait until the room has come. @param {MonitorState} state @returns {MonitorState} */
export const fetching = (state) => ({ ...state, fetching: true, waiting: [] });

/** @param {import("../../shared/wire.js").TileAnswer[]} tiles @param {string} now @returns {Tile[]} */
const heardAt = (tiles, now) => tiles.map((tile) => ({ ...tile, heard: Date.parse(now) }));

/**
 * The whole room, and whatever was said while it was on its way.
 * @param {MonitorState} state @param {import("../../shared/wire.js").RoomAnswer} heard @returns {MonitorState}
 */
export const hearRoom = (state, heard) => {
  if (heard.room.id !== state.at?.room || heard.slot.id !== state.at?.slot) return { ...state, fetching: false };
  const room = /** @type {Room} */ ({ ...heard, tiles: heardAt(heard.tiles, heard.now) });
  const fresh = { ...state, room, fetching: false, waiting: [], stale: false };
  return state.waiting.reduce((next, { name, message }) => hearMessage(next, name, message), /** @type {MonitorState} */ (fresh));
};

/**
 * A numbered message: an old one is no news, one too far ahead means that something was missed.
 * @param {MonitorState} state @param {string} name @param {import("./types.js").RoomMessage} message @returns {MonitorState}
 */
export const hearMessage = (state, name, message) => {
  if (state.fetching) return { ...state, waiting: [...state.waiting, { name, message }] };
  const room = state.room;
  if (!room || message.version <= room.version) return state;
  if (message.version !== room.version + 1) return { ...state, stale: true };
  return { ...state, room: { ...applied(room, message), version: message.version } };
};

/** @param {Room} room @param {import("./types.js").RoomMessage} message @returns {Room} */
const applied = (room, message) => {
  if ("tiles" in message) {
    const fresh = new Map(heardAt(message.tiles, message.now).map((tile) => [tile.seat.id, tile]));
    return { ...room, counts: message.counts, tiles: room.tiles.map((tile) => fresh.get(tile.seat.id) ?? tile) };
  }
  if ("incident" in message) {
    const { incident } = message;
    return { ...room, incidents: [incident, ...room.incidents.filter(({ id }) => id !== incident.id)] };
  }
  return { ...room, slot: message.slot };
};

/** @param {MonitorState} state @param {import("./types.js").Open|null} open @returns {MonitorState} */
export const openOne = (state, open) => ({ ...state, open, details: null, trouble: null });

/** @param {MonitorState} state @param {import("./types.js").Details} details @returns {MonitorState} */
export const hearDetails = (state, details) => (state.open?.id === details.id ? { ...state, details } : state);

/** @param {MonitorState} state @param {string} id @returns {MonitorState} */
export const toggleSelected = (state, id) => ({
  ...state,
  selected: state.selected.includes(id) ? state.selected.filter((one) => one !== id) : [...state.selected, id],
});

/** @param {MonitorState} state @returns {MonitorState} */
export const toggleSelecting = (state) => ({ ...state, selecting: !state.selecting, selected: [] });

/**
 * A dialog opens with nothing chosen for the proctor but the safer way.
 * @param {MonitorState} state @param {import("./types.js").Asking} asking @returns {MonitorState}
 */
export const ask = (state, asking) => ({ ...state, asking, reason: "", choice: "", freeSeats: null, trouble: null, outcome: null });

/** @param {MonitorState} state @returns {MonitorState} */
export const stopAsking = (state) => ({ ...state, asking: null, trouble: null });

/** @param {MonitorState} state @param {string} button @returns {MonitorState} */
export const pressed = (state, button) => ({ ...state, busy: button, trouble: null });

/** @param {MonitorState} state @param {unknown} trouble @returns {MonitorState} */
export const settled = (state, trouble = null) => ({ ...state, busy: null, trouble });

/** @param {MonitorState} state @returns {MonitorState} */
export const connected = (state) => (state.offline ? { ...state, offline: false, wasOffline: true } : state);

/** @param {MonitorState} state @returns {MonitorState} */
export const disconnected = (state) => ({ ...state, offline: true, wasOffline: false });

/** @param {MonitorState} state @param {string} id @returns {import("./types.js").Taken|undefined} */
export const tileOf = (state, id) => {
  const tile = state.room?.tiles.find(({ sitting }) => sitting?.id === id);
  return tile?.sitting ? /** @type {import("./types.js").Taken} */ (tile) : undefined;
};
