/** What the server tells this page, as types (docs/contract.md, "Seats and the exam page"). */

/** @typedef {import("../../shared/outbox_rules.js").Kept} Kept */
/** @typedef {import("../../shared/outbox_rules.js").Answer} Answer */
/** @typedef {{id: string, text: string, figure: string|null}} Option */
/** @typedef {{id: string, text: string, figure: string|null, options: Option[]}} Item */
/** @typedef {{code: string, title: string, items: Item[]}} Section */
/** @typedef {{block: string, sections: Section[]}} Paper */
/** @typedef {{code: string, title: string, minutes: number, sections: {code: string, title: string, items: number}[]}} Block */
/** @typedef {{starts_at: string, status: string, ends_at: string|null, zone?: string}} Slot */
/** @typedef {{cause: string, began: string, ended: string|null, lost: number, credited: number, by: string|null, reason: string|null}} Entry */
/**
 * @typedef {{code: string, title: string, score: number, maximum: number, answered: number, items: number,
 *   required: number|null, met: boolean|null}} SectionScore
 */
/** @typedef {{what: string, required: number, reached: number, met: boolean}} ThresholdCheck */
/** @typedef {{sections: SectionScore[], total: number, maximum: number, checks: ThresholdCheck[], passed: boolean}} Scores */
/** @typedef {{id: string, text: string, at: string}} Message */
/** @typedef {{code: string, parameters?: Record<string, string|number>}} Trouble a refusal, as errors.json words it */

/**
 * @typedef {object} ServerState
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
 * @property {Slot} slot
 * @property {string|null} block code of the block the sitting is in
 * @property {{left_ms: number, stopped: boolean, ends_at: string|null}|null} time
 * @property {Record<string, Answer>} answers
 * @property {Entry[]} ledger
 * @property {{every_ms: number, width: number, face_watch: boolean}} snapshot
 * @property {{faces: number, incidents: number}} kept_days how long pictures are kept after the slot
 * @property {Message|null} message
 * @property {Scores|null} scores
 */

/** @typedef {{site: string, room: string, number: string}} Seat */

/**
 * @typedef {object} ExamState
 * @property {Seat|null|undefined} seat undefined until the server has said
 * @property {ServerState|null} server the last state heard
 * @property {Paper|null} paper
 * @property {Record<string, Answer>} answers what the person last meant
 * @property {Record<string, Kept>} pending what the server has not confirmed yet
 * @property {number} sending how many of the pending are on their way
 * @property {boolean} offline the last request found nobody
 * @property {boolean} wasOffline to say "tersambung kembali" once
 * @property {string|null} savedAt
 * @property {Trouble[]} refusedAnswers
 * @property {number} current position in the paper
 * @property {"questions"|"review"|"finish"} place
 * @property {boolean} drawer the grid on a narrow screen
 * @property {boolean} leaving asked whether to go out, and not yet answered
 * @property {string|null} blockBegan title of a block that has just begun
 * @property {{verdict: string, hints: string[]}|null} check
 * @property {number} failures of the face check in a row, of any kind
 * @property {boolean} called for the proctor, from before the face check
 * @property {{prompt: string, number: number, of: number}|null} movement what the gate asks for just now
 * @property {unknown} trouble what the last press of a button met
 * @property {string|null} busy which button waits
 * @property {boolean} agreed the tick before finishing
 * @property {import("../../shared/camera.js").CameraKind} camera
 * @property {{kind: string, hints: string[]}|null} look
 * @property {string|null} hint what the page itself sees amiss, before the server does (words `hint_…`)
 * @property {string|null} readMessage id of the message put away
 * @property {string} spoken what a screen reader is told of the time
 * @property {16|18|22|28} text
 * @property {boolean} contrast
 * @property {boolean} replaced logged in elsewhere
 * @property {boolean} outdated the server is newer than this page
 */

export {};
