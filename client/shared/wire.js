/** Everything pages and server say to each other, as types (docs/contract.md). Types only: names and version are in protocol.js. */

/** @typedef {import("./outbox_rules.js").Answer} Answer */

// the exam page

/** @typedef {{id: string, text: string, figure: string|null}} Option */
/** @typedef {{id: string, text: string, figure: string|null, options: Option[]}} Item */
/** @typedef {{code: string, title: string, items: Item[]}} Section */
/** @typedef {{block: string, sections: Section[]}} Paper */
/** @typedef {{code: string, title: string, minutes: number, sections: {code: string, title: string, items: number, scheme: number[]}[]}} Block */
/** @typedef {{starts_at: string, status: string, ends_at: string|null, zone?: string}} ExamSlot */
/** @typedef {{cause: string, began: string, ended: string|null, lost: number, credited: number, by: string|null, reason: string|null}} Entry */
/**
 * @typedef {{code: string, title: string, score: number, maximum: number, answered: number, items: number,
 *   required: number|null, met: boolean|null}} SectionScore
 */
/** @typedef {{what: string, required: number, reached: number, met: boolean}} ThresholdCheck */
/** @typedef {{sections: SectionScore[], total: number, maximum: number, checks: ThresholdCheck[], passed: boolean}} Scores */
/** @typedef {{id: string, text: string, at: string}} Message */
/**
 * @typedef {object} State
 * @property {number} protocol
 * @property {string} sitting
 * @property {string} now
 * @property {{server: string, number: number}} order of two states of one run of the server the higher number is the newer one
 * @property {string} status
 * @property {{cause: string}|null} status_reason
 * @property {boolean} needs_face_check paused until the face was looked at again
 * @property {boolean} waiting_for_proctor the camera refused; only a proctor lets on
 * @property {"camera"|"officer"} identity_mode
 * @property {number} movements that a face check asks for
 * @property {{name: string, number: string}} person
 * @property {{title: string, blocks: Block[]}} exam
 * @property {ExamSlot} slot
 * @property {string|null} block code of the block the sitting is in
 * @property {{left_ms: number, stopped: boolean, ends_at: string|null}|null} time
 * @property {Record<string, Answer>} answers
 * @property {number} sequence how many answers of the sitting were kept so far
 * @property {Entry[]} ledger
 * @property {{every_ms: number, width: number, face_watch: boolean}} snapshot
 * @property {{faces: number, incidents: number}} kept_days how long pictures are kept after the slot
 * @property {string} controller who answers for personal data; empty: not named
 * @property {Message|null} message
 * @property {Scores|null} scores
 */
/** @typedef {{site: string, room: string, number: string}} ExamSeat */
/** Some answers bring the paper with the State. @typedef {State & {paper?: Paper}} StateWithPaper */
/** @typedef {{seat: ExamSeat|null, now: string, protocol: number}} SeatAnswer */

// the monitor

/** @typedef {{id: string, number: number, row: number, column: number, spare: boolean}} MonitorSeat */
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
/** @typedef {{seat: MonitorSeat, sitting: Sitting|null}} TileAnswer */
/**
 * @typedef {object} Incident
 * @property {string} id
 * @property {string} kind
 * @property {1|2|3} severity
 * @property {string|null} room
 * @property {{id: string, number: string, name: string}|null} sitting
 * @property {{id: string, number: number}|null} seat
 * @property {string} raised_at
 * @property {"open"|"closed"} state
 * @property {{by: string|null, at: string, note: string}|null} closed
 */
/**
 * @typedef {{id: string, exam: string, site: string, zone: string, number: number, starts_at: string, opened_at: string|null,
 *   closed_at: string|null, status: string, identity_mode: string, recheck_s: number|null}} MonitorSlot
 */
/** @typedef {MonitorSlot & {rooms: {id: string, name: string, seats: number}[]}} SlotWithRooms */
/**
 * @typedef {object} RoomAnswer
 * @property {string} now
 * @property {number} version
 * @property {{id: string, name: string, rows: number, columns: number}} room
 * @property {MonitorSlot} slot
 * @property {TileAnswer[]} tiles
 * @property {Incident[]} incidents
 * @property {Record<string, number>} counts
 * @property {string[]} may
 * @property {string[]} slot_may
 */
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
 * @property {Incident[]} [incidents] the open ones of a sitting
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
/** @typedef {{id: string, name: string, account: string, may: string[]}} Staff */
/** @typedef {{staff: Staff}} LogInAnswer */
/** @typedef {{slots: SlotWithRooms[], reasons: Record<string, string[]>, now: string}} SlotsAnswer */
/** @typedef {{code: string, parameters?: Record<string, string|number>}} RefusalAnswer */
/** @typedef {{done: string[], refused: {id: string, error: RefusalAnswer}[]}} ActAnswer */
/** @typedef {{version: number, now: string, tiles: TileAnswer[], counts: Record<string, number>}} TilesMessage */
/** @typedef {{version: number, incident: Incident}} IncidentMessage */
/** @typedef {{version: number, slot: MonitorSlot}} SlotMessage */
/** @typedef {TilesMessage|IncidentMessage|SlotMessage} RoomMessage */

// the registration desk

/**
 * @typedef {object} DeskSlot
 * @property {string} id
 * @property {string} exam
 * @property {string} site
 * @property {string} zone
 * @property {number} number
 * @property {string} starts_at
 * @property {string} status
 * @property {string} pin_closes_at
 * @property {number} expected
 * @property {number} checked_in
 */
/** @typedef {{id: string, number: string, name: string, status: string}} Found */
/**
 * @typedef {object} Registration
 * @property {string} now
 * @property {string} id
 * @property {string} number
 * @property {string} name
 * @property {string} status
 * @property {string} birth_date
 * @property {{agency: string, position: string}} formation
 * @property {{room: string, number: number}|null} seat
 * @property {string|null} pin_issued_at
 * @property {boolean} is_known was at the desk before, or was admitted late: not shut out by the hour the desk stops
 * @property {boolean} has_reference
 * @property {boolean} reference_usable
 * @property {string} identity_mode
 * @property {DeskSlot} slot
 * @property {"off"|"advise"|"require"} liveness
 * @property {{faces: number, incidents: number}} kept_days how long pictures are kept after the slot
 * @property {string} controller who answers for personal data; empty: not named
 * @property {number} tries
 */
/**
 * @typedef {object} Check
 * @property {"match"|"no_match"|"retake"|"no_reference"|"not_live"|"look_alike"} verdict
 * @property {string[]} hints
 * @property {{photo: string|null, number: string|null, name: string|null}[]=} alikes others of the exam with this face
 * @property {string=} check
 * @property {number=} tries
 * @property {string=} pin
 * @property {string=} override_until
 */
/** @typedef {{passed: boolean, each: {prompt: string, fault: string|null}[]}} LivenessHeard */
/** @typedef {{hints: string[], usable: boolean, faces: number}} Look */

// the public board

/**
 * @typedef {{id: string, exam: string, site: string, zone: string, number: number, starts_at: string, closed: boolean, items: number}} BoardSlot
 */
/** @typedef {{slots: BoardSlot[], sites: string[]}} BoardListing */
/** @typedef {"expected"|"working"|"finished"} RowState */
/**
 * @typedef {{ref: number, number: string, name: string, agency: string, position: string, location: string,
 *   scores: readonly (number|null)[], total: number|null, state: RowState, passed: boolean|null, answered: number,
 *   low: number|null, high: number|null, counted: number|null}} BoardRow
 */
/** @typedef {[steps: string|number[], values: string|(string|number|boolean|null)[], unit?: number]} BoardColumn */
/**
 * @typedef {{slot: BoardSlot, version: number, as_of: string, window_s: number, sections: string[], tie_order: string[], page: number,
 *   pages: number, rows: (BoardRow & {rank: number|null})[]}} BoardPage
 */
/**
 * @typedef {{version: number, as_of: string, closed: boolean, changed: Record<string, BoardColumn>, added: BoardRow[],
 *   removed: number[]}} BoardChanges
 */
/** The page must start over. @typedef {{version: number, reload: true}} BoardReload */

export {};
