/** The shapes the monitor page works with; docs/contract.md says where they come from. */

/** @typedef {{id: string, number: number, row: number, column: number, spare: boolean}} Seat */
/**
 * @typedef {object} Sitting
 * @property {string} id
 * @property {string} number
 * @property {string} name
 * @property {string|null} picture "desk" when there is one
 * @property {string} status
 * @property {string|null} cause
 * @property {boolean} needs_face_check
 * @property {"camera"|"officer"} identity_mode
 * @property {boolean} enrolled_at_desk
 * @property {number} answered
 * @property {number} items
 * @property {string|null} last_saved_at
 * @property {number|null} left_s
 * @property {boolean} clock_stopped
 * @property {{kind: string, at: string}|null} face
 * @property {string|null} seen_at when the last picture came that the server measured
 * @property {"seen"|"grey"|"alert"} unseen
 * @property {"online"|"offline"|"never"} connection
 * @property {"in"|"out"} focus
 * @property {string} camera
 * @property {number} unverified_s
 * @property {number} lost_s
 * @property {number} credited_s
 * @property {string[]} alerts
 */
/** @typedef {{seat: Seat, sitting: Sitting|null, heard: number}} Tile `heard`: the server's time when this was told */
/** @typedef {Tile & {sitting: Sitting}} Taken */
/**
 * @typedef {object} Incident
 * @property {string} id
 * @property {string} kind
 * @property {1|2|3} severity
 * @property {{id: string, number: string, name: string}|null} sitting
 * @property {{id: string, number: number}|null} seat
 * @property {string} raised_at
 * @property {"open"|"closed"} state
 * @property {{by: string|null, at: string, note: string}|null} closed
 */
/**
 * @typedef {{id: string, exam: string, site: string, zone: string, number: number, starts_at: string, opened_at: string|null,
 *   status: string, identity_mode: string, recheck_s: number|null}} Slot
 */
/** @typedef {Slot & {rooms: {id: string, name: string, seats: number}[]}} SlotWithRooms */
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
/** @typedef {{cause: string, began: string, ended: string|null, lost: number, credited: number, by: string|null, reason: string|null}} Entry */
/** All of one kind. @typedef {{kind: string, count: number, first_at: string, newest: {client_at: string, server_at: string}[]}} SeenEvents */
/** @typedef {[left: number, top: number, width: number, height: number]} Box as shares of the picture */
/**
 * `measured` is null where nobody measured it.
 * @typedef {{id: string, taken_at: string, received_at: string, kind: string, distance: number|null,
 *   phase: "before"|"trigger"|"after", measured: {faces: Box[], hints: string[]}|null}} Frame
 */
/**
 * What opening a sitting or an incident shows beside what the room already knows.
 * @typedef {object} Details
 * @property {string} id
 * @property {Entry[]} ledger
 * @property {SeenEvents[]} events
 * @property {boolean} has_desk
 * @property {boolean} has_reference
 * @property {string|null} [identity_reason]
 * @property {number|null} [recheck_s]
 * @property {string|null} [rechecked_at]
 * @property {number} [granted_s]
 * @property {Frame[]} [frames]
 * @property {"paused"|"refused"|"told"|"checked"|null} [decided] what the server did about it
 * @property {number|null} [limit]
 * @property {Traced[]} [trace]
 * @property {number|null} [evidence_limit]
 * @property {{key: string, parameters: Record<string, string|number>}[]} [why]
 */
/**
 * @typedef {{kind: "act", act: string, sittings: string[]}|{kind: "slot", act: string, room: boolean}|
 *   {kind: "close", incident: string}|{kind: "unpair", seat: string}|{kind: "review", photo: string, name: string}} Asking
 */
/** @typedef {{id: string, room: string, number: number, spare: boolean}} FreeSeat */
/** @typedef {{id: string, name: string, site: string, seats: {id: string, number: number, spare: boolean, paired: boolean}[]}} PairingRoom */
/** @typedef {{at: string, kind: string, distance: number|null, evidence: number}} Traced */
/** @typedef {{seat: string, code: string, expires_at: string}} Code */
/** @typedef {{distance: number, photo: string|null, number: string|null, name: string|null}} Alike */
/**
 * Two officers let somebody in, whom they name by a document they both saw.
 * @typedef {object} Override
 * @property {string} reason
 * @property {{kind: string, last_digits: string|null}|null} document
 * @property {string|null} first
 * @property {string|null} second
 * @property {string} at
 */
/**
 * @typedef {object} Reviewed
 * @property {string} id
 * @property {string[]} reasons
 * @property {string} at
 * @property {boolean} has_reference
 * @property {boolean} has_picture
 * @property {string|null} no_picture why two officers left none
 * @property {string|null} check
 * @property {{id: string, number: string, name: string}} sitting
 * @property {Alike[]} alikes
 * @property {Override|null} override
 * @property {{by: string|null, at: string, note: string}|null} reviewed
 */
/** @typedef {{name: string, event: string, message: any}} Heard */
/**
 * @typedef {object} MonitorState
 * @property {{id: string, name: string, account: string, may: string[]}|null|undefined} staff undefined: not asked yet
 * @property {boolean} needsCode the log-in must bring a code of the second factor
 * @property {SlotWithRooms[]|null} slots
 * @property {Record<string, string[]>} reasons
 * @property {At|null} at
 * @property {Room|null} room
 * @property {boolean} fetching messages are kept until the room has come
 * @property {{name: string, message: any}[]} waiting
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
