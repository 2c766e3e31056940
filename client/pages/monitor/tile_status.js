/** What a tile means to a proctor: how urgent it is, its one word, its signs, and which filter it passes. */

/** @typedef {import("./types.js").MonitorState} MonitorState */
/** @typedef {import("./types.js").Taken} Taken */
/** @typedef {import("./types.js").Sitting} Sitting */
/** @typedef {import("./types.js").Incident} Incident */
/** @typedef {import("../../shared/components.js").Tone|"off"} Tone */

const STALE_MS = 25_000; // a page that misses messages must not show old faces as new; the server itself says so after 15 seconds
const LOOK_SOON = ["camera_lost", "unseen", "evidence_lost"];
export const WORKING = ["running", "paused", "away"];
const FINISHED = ["submitted", "closed_by_time", "terminated", "disqualified"];
const WAITING = ["checked_in", "confirming", "seated"];

/** @param {MonitorState} state @returns {Taken[]} */
export const takenTiles = (state) => /** @type {Taken[]} */ ((state.room?.tiles ?? []).filter(({ sitting }) => sitting));

/** @param {MonitorState} state @param {string} sitting @returns {Incident[]} open ones, the gravest first */
export const incidentsOf = (state, sitting) =>
  (state.room?.incidents ?? []).filter((one) => one.state === "open" && one.sitting?.id === sitting).sort(graver);

/** @param {Incident} one @param {Incident} other */
export const graver = (one, other) => other.severity - one.severity || one.raised_at.localeCompare(other.raised_at);

/** @param {MonitorState} state @param {Taken} tile 3: look now, 2: look soon, 1: look when there is time, 0: all is well */
export const urgency = (state, { sitting }) => {
  const incident = incidentsOf(state, sitting.id)[0]?.severity ?? 0;
  if (incident === 3) return 3;
  const isStranger = sitting.face?.kind === "different" && sitting.status === "running";
  const stopped = sitting.status === "paused" || LOOK_SOON.some((alert) => sitting.alerts.includes(alert)) || isStranger;
  if (incident === 2 || stopped) return 2;
  const slight = sitting.alerts.length > 0 || isOffline(sitting) || sitting.status === "away" || (sitting.status === "running" && sitting.focus === "out");
  return incident === 1 || slight ? 1 : 0;
};

/** @param {Sitting} sitting */
export const isOffline = (sitting) => sitting.connection === "offline" && [...WORKING, "seated", "confirming"].includes(sitting.status);

/** @type {Record<string, (state: MonitorState, tile: Taken) => boolean>} */
const FILTERS = {
  all: () => true,
  attention: (state, tile) => urgency(state, tile) > 0,
  waiting: (_state, { sitting }) => WAITING.includes(sitting.status),
  running: (_state, { sitting }) => sitting.status === "running",
  paused: (_state, { sitting }) => sitting.status === "paused",
  away: (_state, { sitting }) => sitting.status === "away",
  offline: (_state, { sitting }) => isOffline(sitting),
  finished: (_state, { sitting }) => FINISHED.includes(sitting.status),
  expected: (_state, { sitting }) => sitting.status === "expected",
  gone: (_state, { sitting }) => ["absent", "rescheduled"].includes(sitting.status),
};

/** @param {MonitorState} state @returns {{name: string, count: number}[]} the chips: the everlasting ones, and those that catch somebody */
export const chips = (state) => {
  const tiles = takenTiles(state);
  return Object.entries(FILTERS)
    .map(([name, passes]) => ({ name, count: tiles.filter((tile) => passes(state, tile)).length }))
    .filter(({ name, count }) => count > 0 || ["all", "attention", "running", state.filter].includes(name));
};

/** @param {MonitorState} state @param {Taken} tile */
export const passes = (state, tile) => (FILTERS[state.filter] ?? (() => true))(state, tile);

/** The urgent ones first, then as they sit. @param {MonitorState} state @returns {Taken[]} */
export const worstFirst = (state) =>
  takenTiles(state)
    .filter((tile) => passes(state, tile))
    .sort((one, other) => urgency(state, other) - urgency(state, one) || one.seat.number - other.seat.number);

/** What is left now: the page counts on from what it heard. @param {Taken} tile @param {number} now */
export const leftMs = ({ sitting, heard }, now) => {
  if (sitting.left_s === null) return null;
  return Math.max(0, sitting.left_s * 1000 - (sitting.clock_stopped ? 0 : now - heard));
};

/** The one thing to know of a tile. @param {MonitorState} state @param {Taken} tile @returns {{tone: Tone, key: string}} */
export const wordOf = (state, tile) => {
  const { sitting } = tile;
  const incident = incidentsOf(state, sitting.id)[0];
  if (incident) return { tone: incident.severity === 3 ? "danger" : "warning", key: `incident_${incident.kind}` };
  if (sitting.alerts[0]) return { tone: "warning", key: `alert_${sitting.alerts[0]}` };
  // Whoever works on is offline first of all; a pause, an errand or a waiting door says more, and the sign J says the rest.
  if (isOffline(sitting) && ["running", "seated"].includes(sitting.status)) return { tone: "warning", key: "is_offline" };
  if (sitting.status === "paused") return { tone: "warning", key: sitting.needs_face_check ? "checking_again" : "status_paused" };
  if (sitting.status === "running" && sitting.unseen !== "seen") return { tone: "off", key: "not_seen" };
  return { tone: TONES[sitting.status] ?? "off", key: `status_${sitting.status}` };
};

/** What was seen of this seat says nothing of the present any more. @param {Sitting} sitting @param {number} now */
export const isStale = ({ unseen, seen_at, identity_mode }, now) =>
  identity_mode === "camera" && (unseen !== "seen" || (seen_at !== null && now - Date.parse(seen_at) > STALE_MS));

/** @type {Record<string, Tone>} */
const TONES = {
  running: "ok", seated: "info", confirming: "warning", away: "warning", submitted: "info", closed_by_time: "info",
  terminated: "danger", disqualified: "danger",
};
/** @type {Record<string, Tone>} */
const CONNECTIONS = { online: "ok", offline: "warning" };
/** @type {Record<string, Tone>} */
const CAMERAS = { ok: "ok", off: "off" };

/** @type {Record<string, Tone>} */
const FACES = { same: "ok", different: "danger", unsure: "warning", no_face: "warning", covered: "warning", black: "warning" };

/**
 * The four signs of a seat, each with its letter, its name and its word.
 * @param {Sitting} sitting @param {number} now @returns {{letter: string, name: string, key: string, tone: Tone}[]}
 */
export const signsOf = (sitting, now) => {
  const byOfficer = sitting.identity_mode === "officer";
  const stale = isStale(sitting, now);
  const present = sitting.connection !== "never";
  return [
    { letter: "W", name: "sign_face", ...(byOfficer ? { key: "face_officer", tone: /** @type {Tone} */ ("info") } : faceSign(sitting, stale)) },
    { letter: "J", name: "sign_connection", key: `connection_${sitting.connection}`, tone: CONNECTIONS[sitting.connection] ?? "off" },
    { letter: "K", name: "sign_camera", ...cameraSign(sitting, stale) },
    { letter: "F", name: "sign_focus", key: `focus_${sitting.focus}`, tone: !present ? "off" : sitting.focus === "in" ? "ok" : "warning" },
  ];
};

/** @param {Sitting} sitting @param {boolean} stale @returns {{key: string, tone: Tone}} */
const cameraSign = ({ camera }, stale) =>
  stale && camera === "ok" ? { key: "camera_silent", tone: "off" } : { key: `camera_is_${camera}`, tone: CAMERAS[camera] ?? "danger" };

/** @param {Sitting} sitting @param {boolean} stale @returns {{key: string, tone: Tone}} */
const faceSign = ({ face, alerts }, stale) => {
  if (stale && face?.kind !== "different") return { key: "face_stale", tone: "off" };
  if (alerts.includes("unverified")) return { key: "face_unverified", tone: "warning" };
  return face ? { key: `face_${face.kind}`, tone: FACES[face.kind] ?? "off" } : { key: "face_none", tone: "off" };
};
