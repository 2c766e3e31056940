/** Which acts there are, for whom, and why one cannot be done just now. The server decides; this only spares the walk. */

/** @typedef {import("./types.js").Sitting} Sitting */
/** @typedef {import("./types.js").Room} Room */
/** @typedef {"reason"|"check"|"minutes"|"text"|"seat"|"mode"|"second"|"by_two"} Field */
/** @typedef {{right: string, from: string[], fields: Field[], danger?: boolean, single?: boolean, opens?: boolean, rare?: boolean}} Act */

const PRESENT = ["confirming", "seated", "running", "paused", "away"];

/** In the order a proctor needs them. @type {Record<string, Act>} */
export const ACTS = {
  resume: { right: "resume", from: ["paused"], fields: ["check", "reason", "by_two"], opens: true },
  confirm_identity: { right: "confirm_identity", from: ["confirming", "away", "paused"], fields: ["reason", "by_two"] },
  accompanied_back: { right: "confirm_identity", from: ["away"], fields: ["reason"], opens: true },
  pause: { right: "pause", from: ["running", "away"], fields: ["reason"] },
  rechecked: { right: "confirm_identity", from: PRESENT, fields: [] },
  message: { right: "message", from: PRESENT, fields: ["text"] },
  grant: { right: "grant_time", from: ["running", "paused", "away"], fields: ["minutes", "reason"] },
  move: { right: "move_seat", from: ["expected", "checked_in", ...PRESENT], fields: ["seat", "reason"], single: true },
  send_to_desk: { right: "send_to_desk", from: ["checked_in", "confirming", "seated"], fields: ["reason"] },
  identity_mode: { right: "set_identity_mode", from: ["expected", "checked_in", ...PRESENT], fields: ["mode", "reason", "by_two"], rare: true },
  absent: { right: "mark_absent", from: ["expected", "checked_in", "confirming"], fields: ["reason"], rare: true },
  admit_late: { right: "mark_absent", from: ["absent"], fields: ["reason"] },
  reopen: { right: "reopen", from: ["closed_by_time", "terminated"], fields: ["minutes", "reason", "second"], opens: true, single: true },
  reschedule: { right: "reschedule", from: ["expected", "checked_in", "seated", "confirming", "paused", "away", "absent"], fields: ["reason"], rare: true },
  terminate: { right: "terminate", from: ["running", "paused", "away"], fields: ["reason"], danger: true, rare: true },
  disqualify: {
    right: "disqualify",
    from: ["expected", "checked_in", "absent", "submitted", "closed_by_time", "terminated", ...PRESENT],
    fields: ["reason"],
    danger: true,
    rare: true,
  },
};

/** @param {string} name @param {Sitting} sitting @param {Room} room @returns {string|null} the key of why not */
export const hindrance = (name, sitting, room) => {
  const act = /** @type {Act} */ (ACTS[name]);
  const isChiefs = act.right === "reschedule" ? room.slot_may : room.may;
  if (!isChiefs.includes(act.right)) return "not_now_no_right";
  if (!act.from.includes(sitting.status)) return sitting.status === "submitted" && name === "reopen" ? "not_now_score" : "not_now_status";
  if (name === "confirm_identity" && sitting.status === "paused" && !sitting.needs_face_check) return "not_now_status";
  if (name === "rechecked" && sitting.identity_mode !== "officer") return "not_now_mode";
  return act.opens && room.slot.status !== "open" ? "not_now_slot" : null;
};

/** What can be done to at least one of several. @param {readonly Sitting[]} sittings @param {Room} room */
export const doableToMany = (sittings, room) =>
  Object.keys(ACTS).filter((name) => !ACTS[name]?.single && sittings.some((sitting) => hindrance(name, sitting, room) === null));

/** @typedef {{right: string, from: string[], reason: boolean, danger?: boolean, whole: boolean}} SlotAct */

/** `whole` acts belong to the whole slot, the others to a room too. @type {Record<string, SlotAct>} */
export const SLOT_ACTS = {
  open: { right: "open_slot", from: ["prepared"], reason: false, whole: true },
  resume: { right: "suspend_slot", from: ["suspended"], reason: true, whole: true },
  suspend: { right: "suspend_slot", from: ["open"], reason: true, whole: true, danger: true },
  close: { right: "close_slot", from: ["open", "suspended"], reason: false, whole: true, danger: true },
  identity_mode: { right: "set_identity_mode", from: ["prepared", "open", "suspended"], reason: true, whole: true },
  postpone: { right: "postpone_slot", from: ["prepared", "suspended"], reason: true, whole: true, danger: true },
};

/** @param {Room} room */
export const slotActs = (room) =>
  Object.keys(SLOT_ACTS).filter((name) => {
    const act = /** @type {SlotAct} */ (SLOT_ACTS[name]);
    return room.slot_may.includes(act.right) && act.from.includes(room.slot.status);
  });

/** Of this room alone, while the slot is open. @param {Room} room */
export const roomActs = (room) => {
  if (!room.may.includes("suspend_room") || room.slot.status !== "open") return [];
  return room.tiles.some(({ sitting }) => sitting?.status === "paused" && sitting.cause === "suspended") ? ["resume", "suspend"] : ["suspend"];
};
