/** What the monitor page works with; what the server tells it stands in shared/wire.js. */

/** @typedef {import("../../shared/wire.js").MonitorSeat} Seat */
/** @typedef {import("../../shared/wire.js").Sitting} Sitting */
/** @typedef {import("../../shared/wire.js").Incident} Incident */
/** @typedef {import("../../shared/wire.js").MonitorSlot} Slot */
/** @typedef {import("../../shared/wire.js").SlotWithRooms} SlotWithRooms */
/** @typedef {import("../../shared/wire.js").Entry} Entry */
/** @typedef {import("../../shared/wire.js").SeenEvents} SeenEvents */
/** @typedef {import("../../shared/wire.js").Box} Box */
/** @typedef {import("../../shared/wire.js").Frame} Frame */
/** @typedef {import("../../shared/wire.js").Details} Details */
/** @typedef {import("../../shared/wire.js").FreeSeat} FreeSeat */
/** @typedef {import("../../shared/wire.js").PairingRoom} PairingRoom */
/** @typedef {import("../../shared/wire.js").Traced} Traced */
/** @typedef {import("../../shared/wire.js").Code} Code */
/** @typedef {import("../../shared/wire.js").Alike} Alike */
/** @typedef {import("../../shared/wire.js").Override} Override */
/** @typedef {import("../../shared/wire.js").Reviewed} Reviewed */
/** @typedef {import("../../shared/wire.js").RoomMessage} RoomMessage */
/** @typedef {{seat: Seat, sitting: Sitting|null, heard: number}} Tile `heard`: the server's time when this was told */
/** @typedef {Tile & {sitting: Sitting}} Taken */
/**
 * @typedef {object} Room
 * @property {number} version
 * @property {{id: string, name: string, rows: number, columns: number}} room
 * @property {Slot} slot
 * @property {Tile[]} tiles
 * @property {Incident[]} incidents
 * @property {Record<string, number>} counts
 * @property {string[]} may
 * @property {string[]} slot_may
 */
/** @typedef {{slot: string, room: string}} At */
/** @typedef {{kind: "sitting"|"incident", id: string}} Open */
/**
 * @typedef {{kind: "act", act: string, sittings: string[]}|{kind: "slot", act: string, room: boolean}|
 *   {kind: "close", incident: string}|{kind: "unpair", seat: string}|{kind: "review", photo: string, name: string}} Asking
 */
/** @typedef {{name: string, event: string, message: RoomMessage}} Heard */
/**
 * @typedef {object} MonitorState
 * @property {{id: string, name: string, account: string, may: string[]}|null|undefined} staff undefined: not asked yet
 * @property {boolean} needsCode the log-in must bring a code of the second factor
 * @property {SlotWithRooms[]|null} slots
 * @property {Record<string, string[]>} reasons
 * @property {At|null} at
 * @property {Room|null} room
 * @property {boolean} fetching messages are kept until the room has come
 * @property {{name: string, message: RoomMessage}[]} waiting
 * @property {boolean} stale a number was missed: the room is fetched again
 * @property {"map"|"list"} mode
 * @property {string} filter
 * @property {boolean} selecting
 * @property {string[]} selected
 * @property {Open|null} open
 * @property {Details|null} details
 * @property {Asking|null} asking
 * @property {string} reason the code chosen in the dialog
 * @property {string} choice of the dialog: fresh/by_sight, camera/officer
 * @property {FreeSeat[]|null} freeSeats
 * @property {{tone: "ok"|"warning", title: string, lines: string[]}|null} outcome
 * @property {"seats"|"review"|null} place
 * @property {Reviewed[]|null} review
 * @property {{at: string, mode: string, reason: string|null, by: string|null, second: string|null}[]} reviewModes of the whole slot
 * @property {PairingRoom[]|null} pairing
 * @property {Code|null} code
 * @property {boolean} offline
 * @property {boolean} wasOffline
 * @property {string|null} busy
 * @property {unknown} trouble
 * @property {string} spoken
 * @property {boolean} outdated
 * @property {number} pictures counted up to fetch the live picture again
 */

export {};
