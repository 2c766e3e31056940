/** Tells the server when the exam goes on before another camera, or one that a program plays; a new camera is looked at more closely. */

import { cameraSigns } from "../../shared/camera_identity.js";

const LOOK_EVERY_MS = 2_000;
const KEPT = "lugas-exam-camera"; // over a reload of this tab

/**
 * @param {object} parts
 * @param {import("../../shared/camera.js").Camera} parts.camera
 * @param {(kind: string) => void} parts.note
 * @param {() => void} parts.hurry
 * @param {() => boolean} parts.isRunning before the exam a camera may be exchanged
 */
export const makeCameraWitness = ({ camera, note, hurry, isRunning }) => {
  let known = { id: sessionStorage.getItem(KEPT), told: false };

  const look = () => {
    const [track] = camera.stream()?.getVideoTracks() ?? [];
    if (!track) return;
    const device = { id: track.getSettings().deviceId || track.label, label: track.label };
    if (isRunning()) {
      const signs = cameraSigns(known, device);
      known = signs.known;
      signs.events.forEach(note);
      if (signs.events.includes("camera_changed")) hurry();
    } else {
      known = { id: device.id, told: false };
    }
    sessionStorage.setItem(KEPT, device.id);
  };

  setInterval(look, LOOK_EVERY_MS);
};
