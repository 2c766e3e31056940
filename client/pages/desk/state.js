/** The desk page's state: who is logged in, which slot, who stands before the desk, and what the camera said. */

/** @typedef {import("./types.js").DeskState} DeskState */
/** @typedef {import("./types.js").Slot} Slot */

/** @typedef {"loading"|"login"|"no_slots"|"slots"|"find"|"person"|"pin"} Screen */

const NOBODY = Object.freeze({
  person: null, look: null, liveness: null, check: null, failures: 0,
  called: false, shot: null, pin: null, printed: false, dialog: null,
});

/** @type {DeskState} */
export const START = Object.freeze({
  staff: undefined,
  slots: null,
  liveness_mode: "off",
  slot: null,
  asked: "",
  found: null,
  camera: "off",
  needsCode: false,
  busy: null,
  trouble: null,
  ...NOBODY,
});

const REPLACEABLE = ["checked_in", "seated", "running", "paused", "away"];
const TRIES_BEFORE_OVERRIDE = 2;

/** @param {DeskState} state @returns {Screen} */
export const screenOf = (state) => {
  if (state.staff === null) return "login";
  if (state.staff === undefined || state.slots === null) return "loading";
  if (state.pin) return "pin";
  if (state.person) return "person";
  if (!slotOf(state)) return state.slots.length ? "slots" : "no_slots";
  return "find";
};

/** @param {DeskState} state @returns {Slot|null} */
export const slotOf = ({ slots, slot }) => slots?.find(({ id }) => id === slot) ?? null;

/** @param {DeskState} state @param {import("./types.js").Staff|null} staff @returns {DeskState} */
export const hearStaff = (state, staff) => (staff ? { ...state, staff, needsCode: false } : { ...START, staff: null, camera: state.camera });

/** The only slot chooses itself. @param {DeskState} state @param {Slot[]} slots @param {DeskState["liveness_mode"]=} mode @returns {DeskState} */
export const hearSlots = (state, slots, mode = "off") =>
  ({ ...state, slots, liveness_mode: mode, slot: slots.length === 1 ? (slots[0]?.id ?? null) : state.slot });

/** @param {DeskState} state @param {string|null} slot @returns {DeskState} */
export const chooseSlot = (state, slot) => ({ ...state, ...NOBODY, slot, found: null, asked: "", trouble: null });

/** @param {DeskState} state @param {string} asked @param {import("./types.js").Found[]} found @returns {DeskState} */
export const hearFound = (state, asked, found) => ({ ...state, asked, found });

/** @param {DeskState} state @param {import("./types.js").Registration} person @returns {DeskState} */
export const hearPerson = (state, person) => ({ ...state, ...NOBODY, person });

/**
 * What the camera sees now; a look that comes back after the check began says nothing any more.
 * @param {DeskState} state @param {import("./types.js").Look} look @returns {DeskState}
 */
export const hearLook = (state, look) => (isLooking(state) ? { ...state, look } : state);

/**
 * What the person should do now; null while the server judges.
 * @param {DeskState} state @param {string|null} prompt @param {number} number @param {number} of @returns {DeskState}
 */
export const askToMove = (state, prompt, number, of) => ({ ...state, liveness: { prompt, number, of, passed: null, faults: [] } });

/** Each fault is said once. @param {DeskState} state @param {import("./types.js").LivenessHeard} heard @returns {DeskState} */
export const hearLiveness = (state, { passed, each }) => {
  const faults = [...new Set(each.map(({ fault }) => fault).filter((fault) => fault !== null))];
  return { ...state, failures: passed ? state.failures : state.failures + 1, liveness: { prompt: null, number: 0, of: each.length, passed, faults } };
};

/** @param {DeskState} state @param {import("./types.js").Check} check @param {string|null} shot @returns {DeskState} */
export const hearCheck = (state, check, shot) => ({
  ...state,
  check,
  failures: check.verdict === "match" ? 0 : state.failures + 1,
  shot,
  pin: check.pin ?? null,
  person: state.person && { ...state.person, tries: check.tries ?? state.person.tries },
});

/** @param {DeskState} state @param {string} pin @returns {DeskState} */
export const hearPin = (state, pin) => ({ ...state, pin, printed: false, dialog: null });

/** The next person: nothing of the former one stays in the page. @param {DeskState} state @returns {DeskState} */
export const nextPerson = (state) => ({ ...state, ...NOBODY, asked: "", found: null, trouble: null });

/** @param {DeskState} state @param {string} button @returns {DeskState} */
export const pressed = (state, button) => ({ ...state, busy: button, trouble: null });

/** A check or movement that met trouble failed too. @param {DeskState} state @param {unknown} trouble @returns {DeskState} */
export const settled = (state, trouble = null) => {
  const failures = state.failures + (trouble && ["check", "liveness"].includes(state.busy ?? "") ? 1 : 0);
  return { ...state, busy: null, trouble, failures };
};

const FAILURES_BEFORE_CALL = 2;

/** Whom pictures, movements or the camera itself keep at the desk, a chief may let officers look at. @param {DeskState} state */
export const mayCall = ({ failures, called, camera }) => called || failures >= FAILURES_BEFORE_CALL || !["ok", "off", "asking"].includes(camera);

/** @param {DeskState} state @returns {DeskState} */
export const calledChief = (state) => ({ ...state, called: true });

/** Whether a PIN can still be issued to this person. @param {DeskState} state @param {number} now */
export const isOpen = ({ person }, now) =>
  person?.status === "expected" && (person.is_known || now <= Date.parse(person.slot.pin_closes_at));

/** Whether the live picture is looked at, so that hints can be given. @param {DeskState} state */
export const isLooking = ({ person, pin, dialog, busy, camera }) =>
  person?.status === "expected" && person.identity_mode === "camera" && !pin && !dialog && !busy && camera === "ok";

/** @param {DeskState} state */
export const canReplaceSlip = ({ person }) => person !== null && REPLACEABLE.includes(person.status);

/** Once is a bad picture; whoever is refused twice is for two officers to look at. @param {DeskState} state */
export const mayOverride = ({ check, person }) =>
  ["no_reference", "not_live", "look_alike"].includes(check?.verdict ?? "") ||
  (check?.verdict === "no_match" && (person?.tries ?? 0) >= TRIES_BEFORE_OVERRIDE);

/** No PIN comes of a match before the person has moved as asked; told before anything is filmed. @param {DeskState} state */
export const mustMove = (state) =>
  state.person?.liveness === "require" && state.person.reference_usable && !state.liveness?.passed && !mayOverride(state);

/** The other people with this face, each once though several of their pictures are alike. @param {DeskState} state */
export const othersOf = ({ check }) => [...new Map((check?.alikes ?? []).map((one) => [one.number, one])).values()];

/** Milliseconds until the PIN issue of the slot closes, not below zero. @param {Slot} slot @param {number} now */
export const closesIn = (slot, now) => Math.max(0, Date.parse(slot.pin_closes_at) - now);

/** Milliseconds the second officer has left. @param {DeskState} state @param {number} now */
export const overrideLeft = ({ check }, now) => Math.max(0, Date.parse(check?.override_until ?? "") - now || 0);
