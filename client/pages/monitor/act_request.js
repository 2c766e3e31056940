/** From a filled-in dialog to what the server is asked. */

import { ACTS, SLOT_ACTS } from "./permitted_acts.js";
import { incidentsOf } from "./tile_status.js";

/** @typedef {import("./types.js").MonitorState} MonitorState */
/** @typedef {import("./types.js").Asking} Asking */
/** @typedef {import("./permitted_acts.js").Field} Field */

/** Which fields a dialog shows; a resume with a fresh look needs no reason. @param {Asking} asking @param {string} choice @returns {Field[]} */
export const fieldsOfAsking = (asking, choice) => {
  if (asking.kind === "slot") {
    const mode = /** @type {Field[]} */ (asking.act === "identity_mode" ? ["mode"] : []);
    const byTwo = /** @type {Field[]} */ (mode.length && choice !== "camera" ? ["by_two"] : []);
    return [...mode, ...(SLOT_ACTS[asking.act]?.reason ? /** @type {Field[]} */ (["reason"]) : []), ...byTwo];
  }
  if (asking.kind !== "act") return [];
  const fields = ACTS[asking.act]?.fields ?? [];
  if (asking.act === "resume" && choice !== "by_sight") return fields.filter((field) => field !== "reason" && field !== "by_two");
  return asking.act === "identity_mode" && choice === "camera" ? fields.filter((field) => field !== "by_two") : fields;
};

/** The reasons an act may have. @param {Asking} asking @param {MonitorState["reasons"]} reasons @returns {string[]} */
export const reasonsFor = (asking, reasons) => {
  if (asking.kind === "slot") return reasons[`slot_${asking.act}`] ?? [];
  return asking.kind === "act" ? reasons[asking.act] ?? [] : [];
};

/** @param {Asking} asking @param {string} choice */
export const wayOf = (asking, choice) => {
  if (choice) return choice;
  return asking.kind === "act" && asking.act === "resume" ? "fresh" : "officer";
};

const ABOUT_THE_FACE = ["mismatch", "identity_refused"];

/**
 * The words for what an act will do: whoever has seen the person themselves also vouches for the face in the incident.
 * @param {Asking & {kind: "act"}} asking @param {MonitorState} state @returns {string[]}
 */
export const willOf = (asking, state) => {
  const bySight = asking.act === "resume" && wayOf(asking, state.choice) === "by_sight";
  const isFaceInDoubt = asking.sittings.some((id) => incidentsOf(state, id).some(({ kind }) => ABOUT_THE_FACE.includes(kind)));
  const vouches = isFaceInDoubt && (bySight || asking.act === "confirm_identity");
  return [bySight ? "will_resume_by_sight" : `will_${asking.act}`, ...(vouches ? ["will_vouch"] : [])];
};

/** @type {Record<Field, (fields: Record<string, string>, choice: string) => Record<string, unknown>>} */
const READ = {
  reason: ({ reason = "", reason_text = "" }) => ({ reason: { code: reason, text: reason_text } }),
  check: (_fields, choice) => ({ check: choice }),
  minutes: ({ minutes = "0" }) => ({ seconds: Math.round(Number(minutes) * 60) }),
  text: ({ text = "" }) => ({ text }),
  seat: ({ seat = "" }) => ({ seat }),
  mode: ({ every = "" }, choice) => (choice === "officer" ? { mode: choice, every_minutes: Number(every) } : { mode: choice }),
  second: ({ account = "", password = "", code = "" }) => (account ? { second: { account, password, code } } : {}),
  by_two: ({ account = "", password = "", code = "", no_picture = "" }) => ({
    ...(account ? { second: { account, password, code } } : {}),
    ...(no_picture ? { no_picture } : {}),
  }),
};

/** @param {Asking & {kind: "act"|"slot"}} asking @param {Record<string, string>} fields @param {MonitorState} state */
export const bodyOf = (asking, fields, state) => {
  const choice = wayOf(asking, state.choice);
  const read = fieldsOfAsking(asking, choice).map((field) => READ[field](fields, choice));
  const about = asking.kind === "act" ? { sittings: asking.sittings } : asking.room ? { rooms: [state.at?.room] } : {};
  return Object.assign({ act: asking.act, ...about }, ...read);
};
