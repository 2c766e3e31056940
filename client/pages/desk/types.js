/** The shapes of what the desk page hears and keeps; types only. */

/**
 * @typedef {object} Slot
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
 * @property {Slot} slot
 * @property {"off"|"advise"|"require"} liveness
 * @property {{faces: number, incidents: number}} kept_days how long pictures are kept after the slot
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
/**
 * Prompt "front" is looking ahead before the next.
 * @typedef {{prompt: string|null, number: number, of: number, passed: boolean|null, faults: string[]}} Liveness
 */
/** @typedef {{hints: string[], usable: boolean, faces: number}} Look */
/** @typedef {{id: string, account: string, name: string, may: string[]}} Staff */

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
