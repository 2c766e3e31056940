/** Ready-made states of the exam page, for the tests of this folder. */

import { START } from "../../client/pages/exam/state.js";

export const TEN = "2026-11-23T03:00:00.000Z";

const options = (item) => ["p", "q", "r", "s", "t"].map((name) => ({ id: `${item}${name}`, text: name, figure: null }));
const items = (code, count) => Array.from({ length: count }, (_, index) => ({ id: `${code}${index + 1}`, text: "…", figure: null, options: options(`${code}${index + 1}`) }));

export const paper = (block = "satu") => ({
  block,
  sections: [
    { code: "A", title: "Bagian A", items: items("A", 3) },
    { code: "B", title: "Bagian B", items: items("B", 2) },
  ],
});

export const serverState = (changes = {}) => ({
  protocol: 1,
  sitting: "0193-siti",
  now: TEN,
  order: { server: "a", number: 1 },
  status: "running",
  status_reason: null,
  needs_face_check: false,
  waiting_for_proctor: false,
  identity_mode: "camera",
  person: { name: "Siti", number: "24500012345" },
  exam: { title: "Ujian contoh", blocks: [{ code: "satu", title: "Blok satu", sections: [] }, { code: "dua", title: "Blok dua", sections: [] }] },
  slot: { starts_at: TEN, status: "open", ends_at: null },
  block: "satu",
  time: { left_ms: 600_000, stopped: false, ends_at: null },
  answers: {},
  ledger: [],
  snapshot: { every_ms: 5000, width: 480 },
  message: null,
  scores: null,
  ...changes,
});

export const running = (changes = {}) => ({
  ...START,
  seat: { site: "Jakarta", room: "A", number: "12" },
  server: serverState(),
  paper: paper(),
  ...changes,
});
