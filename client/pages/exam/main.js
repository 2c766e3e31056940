/** Wires the exam page: what the server says and the person does goes into the state, the state goes to the view. */

import { Unreachable, makeApi } from "../../shared/api.js";
import { makeCamera } from "../../shared/camera.js";
import { makeClock } from "../../shared/clock.js";
import { makeRenderer } from "../../shared/renderer.js";
import { hintsOf } from "../../shared/face_signs.js";
import { makeFaceWatch } from "../../shared/face_watch.js";
import { holdPage } from "../../shared/held_page.js";
import { oneAtATime } from "../../shared/one_at_a_time.js";
import { openOutbox } from "../../shared/outbox.js";
import { openSeatKey } from "../../shared/seat_key.js";
import { openSocket } from "../../shared/socket.js";
import { makeStore } from "../../shared/store.js";
import { words } from "../../shared/words.js";
import { makeActs } from "./actions.js";
import { currentOf, hearPaper } from "./answering.js";
import { makeHearing } from "./sync.js";
import { listenToKeys } from "./keyboard.js";
import { makeCameraWitness } from "./camera_changes.js";
import { cameraEvent, makeNotices } from "./page_events.js";
import { makeSaver } from "./answer_sender.js";
import { browserShelf, makeOfflineCopy } from "./offline_copy.js";
import * as page from "./state.js";
import { view } from "./view.js";
import { WATCHED, makeWatch } from "./snapshots.js";

/** @typedef {import("./types.js").ExamState} ExamState */

const TICK_MS = 500;
const POLL_MS = 60_000;
const POLL_ALONE_MS = 8_000;
const POLL_OVER_MS = 2_000;
const BACK_SHOWN_MS = 4_000;
const RELOADED = "lugas-reloaded-at";
const PLACE = "lugas-place";
const READ_MESSAGE = "lugas-read-message";

const noCopy = (/** @type {unknown} */ error) => console.error("No copy for a reload without network", error);
const held = browserShelf().then((shelf) => makeOfflineCopy(shelf), noCopy);
const [say, outbox, offlineCopy, seatKey] = await Promise.all([words("exam"), openOutbox(), held, openSeatKey()]);
const clock = makeClock();
const api = makeApi({ clock, seatKey });
const renderer = makeRenderer();

let stream = /** @type {MediaStream|null} */ (null);
let read = "";

/** @param {ExamState} state */
const draw = (state) => {
  document.documentElement.dataset["text"] = String(state.text);
  document.documentElement.dataset["contrast"] = state.contrast ? "high" : "";
  const item = currentOf(state)?.item.id;
  if (item && item !== place()) sessionStorage.setItem(PLACE, item);
  if (state.readMessage) sessionStorage.setItem(READ_MESSAGE, state.readMessage);
  renderer.render(view({ state, say, act, now: clock.now(), stream }));
  readFromTop(`${page.screenOf(state, clock.now())} ${item}`);
};

/** Another question or screen begins at its top; drawn anew, the same one stays where it was read. @param {string} shown */
const readFromTop = (shown) => {
  if (shown !== read) scrollTo({ top: 0, behavior: "instant" });
  read = shown;
};

const store = makeStore({
  start: /** @type {ExamState} */ ({ ...page.START, readMessage: sessionStorage.getItem(READ_MESSAGE) }),
  draw,
  changed: (next, before) => {
    const heard = next.server !== before.server || next.paper !== before.paper || next.replaced !== before.replaced;
    if (heard) void offlineCopy?.follow(next, clock.offset());
  },
});

const notices = makeNotices({ api, clock, isWanted: () => store.read().server !== null && !store.read().replaced });

const camera = makeCamera({
  changed: (kind, opened) => {
    const event = cameraEvent(kind, store.read().camera);
    if (event && kind !== store.read().camera) notices.note(event);
    stream = opened;
    store.change((before) => ({ ...before, camera: kind }));
    store.draw();
  },
});

const faceWatch = makeFaceWatch({
  camera,
  clock,
  width: () => store.read().server?.snapshot.width ?? 480,
  isWanted: () => !store.read().replaced && WATCHED.has(store.read().server?.status ?? ""),
  saw: (seen) => {
    const hint = (seen && hintsOf(seen)[0]) ?? null;
    store.change((before) => (before.hint === hint ? before : { ...before, hint }));
  },
  changed: () => watch?.hurry(),
});

makeCameraWitness({
  camera,
  note: notices.note,
  hurry: () => watch?.hurry(),
  isRunning: () => !store.read().replaced && store.read().server?.status === "running",
});

/** A page older than the server loads itself anew, once a minute at most: a cache in between must not make it spin. */
const outdated = () => {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (Date.now() - last < 60_000) return store.change((before) => ({ ...before, outdated: true }));
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
};

const place = () => sessionStorage.getItem(PLACE);
const { hear, askState, askSeat } = makeHearing({ api, outbox, store, place, outdated, heard: () => saver.resume() });
const saver = makeSaver({ api, outbox, store, askState });
const act = makeActs({ store, api, clock, camera, outbox, seatKey, saver, askState, hear, askSeat });

let socket = /** @type {import("../../shared/socket.js").Socket|null} */ (null);
let watch = /** @type {ReturnType<typeof makeWatch>|null} */ (null);

/** The socket follows the log-in: its cookie says whose it is. */
const connect = () => {
  if (!store.read().server || socket || store.read().replaced) return;
  socket = openSocket({
    namespace: "/exam",
    page: "exam",
    prove: () => seatKey.prove("SOCKET", "/exam"),
    connected: () => void askState(),
    disconnected: () => void askState(),
    outdated,
    on: {
      state: () => void askState(),
      burst: (asked) => watch?.burst(asked),
      look: (look) => store.change((before) => ({ ...before, look })),
      message: (message) => store.change((before) => ({ ...before, server: before.server && { ...before.server, message } })),
      replaced: () => {
        store.change((before) => ({ ...before, replaced: true, paper: null }));
        disconnect();
      },
    },
  });
  watch = makeWatch({ socket, camera, clock, read: store.read, better: faceWatch.take });
  watch.start();
};

const disconnect = () => {
  watch?.stop();
  socket?.close();
  socket = null;
  watch = null;
};

/** "Tersambung kembali" is said once and goes. */
const letBackFade = () => {
  if (!store.read().wasOffline || fading) return;
  fading = true;
  setTimeout(() => {
    fading = false;
    store.change((before) => ({ ...before, wasOffline: false }));
  }, BACK_SHOWN_MS);
};

const tendCamera = () => {
  const wanted = page.wantsCamera(store.read(), clock.now());
  if (wanted && camera.kind() === "off") void camera.start();
  if (!wanted && camera.kind() !== "off") camera.stop();
  if (wanted && store.read().server?.snapshot.face_watch) faceWatch.start();
  if (!wanted) faceWatch.stop();
};

let fading = false;
let begun = false; // it is known who sits here, or that nobody does: until then a failure must not look like a log-out
let polledAt = 0;
let spread = 1;
let leftBefore = /** @type {number|null} */ (null);

const tick = () => {
  const left = page.leftMs(store.read(), clock.now());
  const minute = page.minutePassed(leftBefore, left);
  if (minute) store.change((before) => ({ ...before, spoken: say("time_spoken", { minutes: minute }) }));
  if (left === 0 && leftBefore !== 0) void askState();
  leftBefore = left;
  letBackFade();
  void poll();
  tendCamera();
  if (store.read().server && !socket) connect();
  if (!store.read().server && socket) disconnect();
  store.draw();
};

const ask = async () => {
  if (!begun) await begin();
  else if (!store.read().server) await askSeat().catch((error) => console.warn("The seat could not be asked", error));
  else if (!store.read().replaced && !store.read().outdated) await askState();
};

const askAgain = oneAtATime(async () => {
  try {
    await ask();
  } finally {
    // Whatever was thrown: a page that asks no more would show an exam that has ended.
    polledAt = clock.local();
    spread = 0.75 + Math.random() / 2; // a hall must not ask as one
  }
});

/** Pushes are hints: the page asks now and then anyway, more often when it has no socket or waits for something to happen. */
const poll = async () => {
  if (clock.local() >= polledAt + pollMs() * spread) await askAgain();
};

const pollMs = () => {
  if (page.screenOf(store.read(), clock.now()) === "closing") return POLL_OVER_MS;
  return socket?.isUp() ? POLL_MS : POLL_ALONE_MS;
};

const begin = async () => {
  try {
    await askSeat();
    if (store.read().seat && !(await askState())) throw new Unreachable("how the sitting stands is not known");
    begun = true;
    if (!store.read().server) return void offlineCopy?.follow(store.read(), clock.offset());
    notices.note("reloaded");
  } catch (error) {
    begun = error instanceof Unreachable && (await restore()); // else it is tried again
    if (!begun) store.change((before) => page.settled(before, error));
  }
};

/** Loaded while the network is off: the running sitting goes on from the copy of it, and the answers from the outbox. */
const restore = async () => {
  const copy = await offlineCopy?.restore().catch((error) => console.error("The copy of the sitting could not be read", error));
  if (!copy) return false;
  clock.recall(copy.offset);
  const kept = await outbox.of(page.sittingOf(copy.server));
  store.change((before) => page.unreachable(hearPaper(page.hearState({ ...before, seat: copy.seat }, copy.server, kept), copy.paper, place())));
  notices.note("reloaded");
  return true;
};

void holdPage("/client/pages/exam/service_worker.js", "/ujian").catch((error) => console.warn("The page is not held for a reload without network", error));
listenToKeys(act, () => page.screenOf(store.read(), clock.now()) === "questions" && !store.read().leaving);
window.addEventListener("online", () => void askState());
setInterval(tick, TICK_MS);
tick();
