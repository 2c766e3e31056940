/** What the desk page works with; what the server tells it stands in shared/wire.js. */

/** @typedef {import("../../shared/wire.js").DeskSlot} Slot */
/** @typedef {import("../../shared/wire.js").Found} Found */
/** @typedef {import("../../shared/wire.js").Registration} Registration */
/** @typedef {import("../../shared/wire.js").Check} Check */
/** @typedef {import("../../shared/wire.js").LivenessHeard} LivenessHeard */
/** @typedef {import("../../shared/wire.js").Look} Look */
/** @typedef {import("../../shared/wire.js").Staff} Staff */

/**
 * Prompt "front" is looking ahead before the next.
 * @typedef {{prompt: string|null, number: number, of: number, passed: boolean|null, faults: string[]}} Liveness
 */

/**
 * @typedef {object} DeskState
 * @property {Staff|null|undefined} staff undefined: not asked yet
 * @property {boolean} needsCode the log-in must bring a code of the second factor
 * @property {Slot[]|null} slots
 * @property {"off"|"advise"|"require"} liveness_mode
 * @property {string|null} slot the chosen one
 * @property {string} asked what was looked for last
 * @property {Found[]|null} found
 * @property {Registration|null} person
 * @property {import("../../shared/camera.js").CameraKind} camera
 * @property {Look|null} look
 * @property {Liveness|null} liveness
 * @property {Check|null} check
 * @property {number} failures of checks and movements of this person in a row, of any kind
 * @property {boolean} called for a chief
 * @property {string|null} shot address of the picture taken last, for the second officer's eyes
 * @property {string|null} pin shown once, never asked for again
 * @property {boolean} printed
 * @property {"override"|"reissue"|null} dialog
 * @property {string|null} busy
 * @property {unknown} trouble
 */

export {};
