/** What the exam page works with; what the server tells it stands in shared/wire.js. */

/** @typedef {import("../../shared/wire.js").Option} Option */
/** @typedef {import("../../shared/wire.js").Item} Item */
/** @typedef {import("../../shared/wire.js").Section} Section */
/** @typedef {import("../../shared/wire.js").Paper} Paper */
/** @typedef {import("../../shared/wire.js").Block} Block */
/** @typedef {import("../../shared/wire.js").ExamSlot} Slot */
/** @typedef {import("../../shared/wire.js").Entry} Entry */
/** @typedef {import("../../shared/wire.js").SectionScore} SectionScore */
/** @typedef {import("../../shared/wire.js").Scores} Scores */
/** @typedef {import("../../shared/wire.js").Message} Message */
/** @typedef {import("../../shared/wire.js").State} ServerState */
/** @typedef {import("../../shared/wire.js").ExamSeat} Seat */
/** @typedef {import("../../shared/outbox_rules.js").Kept} Kept */
/** @typedef {import("../../shared/outbox_rules.js").Answer} Answer */
/** @typedef {{code: string, parameters?: Record<string, string|number>}} Trouble a refusal, as errors.json words it */

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
