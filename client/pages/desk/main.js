/** Wires the desk page: the camera, the live hints, the keys and the printer into the state, the state to the view. */

import { Refused, makeApi } from "../../shared/api.js";
import { makeCamera } from "../../shared/camera.js";
import { makeClock } from "../../shared/clock.js";
import { makeRenderer } from "../../shared/renderer.js";
import { makeStore } from "../../shared/store.js";
import { words } from "../../shared/words.js";
import { makeActs } from "./actions.js";
import * as desk from "./state.js";
import { view } from "./view.js";

/** @typedef {import("./types.js").DeskState} DeskState */

const TICK_MS = 500;
const LOOK_EVERY_MS = 700;
const SLOTS_EVERY_MS = 30_000;

const say = await words("desk");
const clock = makeClock();
const api = makeApi({ clock });
const renderer = makeRenderer();

let stream = /** @type {MediaStream|null} */ (null);
let drawn = "";

/** @param {DeskState} state */
const draw = (state) => {
  renderer.render(view({ state, say, act, now: clock.now(), stream }));
  focusMain();
};

/** Hands stay on the keyboard or the scanner: a new screen, or a new verdict, puts the focus on its main field or button. */
const focusMain = () => {
  const state = store.read();
  const { person, check, printed, asked, found, dialog } = state;
  const shown = [desk.screenOf(state), person?.id, check?.verdict, person?.tries, printed, asked, found?.length, dialog].join();
  if (shown === drawn || state.busy) return;
  const [main] = renderer.root().querySelectorAll(state.dialog ? "dialog [autofocus]" : "[autofocus]");
  if (main instanceof HTMLElement) main.focus();
  if (main instanceof HTMLInputElement) main.select(); // the next scan replaces the former one
  if (!main || document.activeElement === main) drawn = shown; // a button that waits for the camera is tried again
};

const store = makeStore({
  start: /** @type {DeskState} */ ({ ...desk.START, slot: location.hash.slice(1) || null }),
  draw,
});

const camera = makeCamera({
  changed: (kind, opened) => {
    stream = opened;
    store.change((before) => ({ ...before, camera: kind, look: kind === "ok" ? before.look : null }));
    store.draw();
  },
});

const act = makeActs({ store, api, camera });

/** Hints are help, not proof: one that fails is not told, but why nobody can be checked at all is. @param {unknown} error */
const noHint = (error) => {
  if (error instanceof Refused && error.code === "too_many_tries") return;
  store.change((before) => (desk.isLooking(before) ? { ...before, look: null, trouble: error } : before));
};

const lookLive = async () => {
  const person = store.read().person?.id;
  if (person && desk.isLooking(store.read()) && desk.isOpen(store.read(), clock.now()) && !document.hidden) {
    const picture = await camera.grab(480);
    if (picture) {
      await api
        .postPicture(`/api/desk/sittings/${person}/look`, picture.jpeg)
        .then((look) => store.change((before) => (before.person?.id === person ? desk.hearLook(before, look) : before)))
        .catch(noHint);
    }
  }
  setTimeout(lookLive, LOOK_EVERY_MS);
};

const askSlots = () => {
  if (store.read().staff && !store.read().person) void act.askSlots().catch((error) => console.warn("The slots could not be asked", error));
};

window.addEventListener("afterprint", () => store.change((before) => (before.pin ? { ...before, printed: true } : before)));
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && store.read().person && !store.read().dialog && !store.read().busy) act.next();
});
setInterval(store.draw, TICK_MS);
setInterval(askSlots, SLOTS_EVERY_MS);
store.draw();
await act.begin();
void lookLive();
