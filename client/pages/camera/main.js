/** Wires the camera check page: the camera and the face watch into the state, the state to the view. Nothing is sent anywhere. */

import { makeCamera } from "../../shared/camera.js";
import { makeClock } from "../../shared/clock.js";
import { makeRenderer } from "../../shared/renderer.js";
import { makeFaceWatch } from "../../shared/face_watch.js";
import { words } from "../../shared/words.js";
import { START } from "./state.js";
import { view } from "./view.js";

/** @typedef {import("./state.js").CameraState} CameraState */

const WIDTH = 480; // as the exam page sends them
const TICK_MS = 500;

const say = await words("camera");
const renderer = makeRenderer();

let state = /** @type {CameraState} */ ({ ...START });

/** @param {Partial<CameraState>} news */
const change = (news) => {
  state = { ...state, ...news };
  renderer.render(view({ state, say, act, stream: camera.stream() }));
};

/** Names of devices are told only once the camera is allowed. */
const askDevices = async () => {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const devices = all.filter(({ kind }) => kind === "videoinput").map(({ deviceId: id, label }) => ({ id, label }));
  const [track] = camera.stream()?.getVideoTracks() ?? [];
  const used = track?.getSettings().deviceId;
  change({ devices, device: track ? (devices.find(({ id }) => id === used) ?? { id: used ?? "", label: track.label }) : null });
};

const camera = makeCamera({
  changed: (kind) => {
    change({ camera: kind });
    void askDevices();
  },
});

const faceWatch = makeFaceWatch({ camera, clock: makeClock(), width: () => WIDTH, isWanted: () => true, saw: (seen) => change({ seen }) });

const act = {
  start: () => void camera.start().then(() => faceWatch.start()),
  /** @param {string} id */
  choose: (id) => void camera.choose(id),
};

/** What no event tells: the size of the picture, and whether the face watch has begun. */
const tick = () => {
  const { width = 0, height = 0, frameRate: rate = 0 } = camera.stream()?.getVideoTracks()[0]?.getSettings() ?? {};
  change({ size: width ? { width, height, rate } : null, watch: faceWatch.state() });
};

navigator.mediaDevices?.addEventListener("devicechange", () => void askDevices());
setInterval(tick, TICK_MS);
tick();
act.start();
