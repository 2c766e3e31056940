/** The camera of this PC: opened, watched once a second, opened again when it comes back, and photographed on demand. */

import { LOOK_HEIGHT, LOOK_WIDTH, NO_SIGNS, greyOf, look, nextQuality, verdict } from "./picture_signs.js";

/** @typedef {"off"|"asking"|"ok"|"refused"|"missing"|"busy"|"muted"|"black"|"frozen"|"insecure"|"unanswered"} CameraKind */
/** @typedef {{jpeg: Blob, width: number, height: number}} Picture */
/** @typedef {ReturnType<typeof makeCamera>} Camera */

const LOOK_EVERY_MS = 1_000;
const AGAIN_MS = 3_000;
const ANSWER_MS = 8_000; // a question nobody answers, a driver that hangs: told, and asked again
const CHOSEN = "lugas-camera"; // of several cameras at one PC, the one somebody chose on the camera check page

const wantedVideo = () => {
  const chosen = localStorage.getItem(CHOSEN);
  const which = chosen ? { deviceId: { ideal: chosen } } : { facingMode: "user" };
  return { video: { width: { ideal: 640 }, height: { ideal: 480 }, ...which }, audio: false };
};

const KIND_OF_ERROR = /** @type {Record<string, CameraKind>} */ ({
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
});

/** @param {number} width @param {number} height @param {boolean} read */
const canvasOf = (width, height, read) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: read });
  if (!context) throw new Error("this browser has no canvas");
  return { canvas, context };
};

/** @param {{changed: (kind: CameraKind, stream: MediaStream|null) => void}} parts */
export const makeCamera = ({ changed }) => {
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, autoplay: true });
  const small = canvasOf(LOOK_WIDTH, LOOK_HEIGHT, true);
  let kind = /** @type {CameraKind} */ ("off");
  let stream = /** @type {MediaStream|null} */ (null);
  let signs = NO_SIGNS;
  let quality = 0.7;
  let wanted = false;
  let opening = 0; // since when, by performance.now(); 0: nothing is asked

  /** @param {CameraKind} next */
  const become = (next) => {
    if (next === kind) return;
    kind = next;
    changed(kind, stream);
  };

  const letGo = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
  };

  const lost = () => {
    letGo();
    become("missing");
  };

  /** @param {MediaStream} opened */
  const take = async (opened) => {
    letGo();
    stream = opened;
    const [track] = stream.getVideoTracks();
    track?.addEventListener("ended", lost);
    video.srcObject = stream;
    await video.play();
    if (kind !== "frozen") signs = NO_SIGNS; // one that hangs is alive again only when its picture has moved
    become(track?.muted ? "muted" : verdict(signs));
    changed(kind, stream);
  };

  /** One question at a time; an answer that comes after the next question is taken too, if nothing is open yet. */
  const open = async () => {
    if (opening || !wanted) return;
    if (!navigator.mediaDevices) return become("insecure");
    const asked = (opening = performance.now());
    try {
      const opened = await navigator.mediaDevices.getUserMedia(wantedVideo());
      if (wanted && (asked === opening || !stream)) await take(opened);
      else opened.getTracks().forEach((track) => track.stop());
    } catch (error) {
      if (asked !== opening || !wanted) return;
      letGo();
      become(KIND_OF_ERROR[/** @type {Error} */ (error).name] ?? "busy");
    } finally {
      if (asked === opening) opening = 0;
    }
  };

  const giveUp = () => {
    if (!opening || performance.now() - opening < ANSWER_MS) return;
    opening = 0;
    if (wanted && !stream) become("unanswered");
  };

  const watch = () => {
    const [track] = stream?.getVideoTracks() ?? [];
    // A hidden tab's video stands still by itself: that says nothing about the camera.
    if (!track || document.hidden || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    if (track.muted) return become("muted");
    small.context.drawImage(video, 0, 0, LOOK_WIDTH, LOOK_HEIGHT);
    signs = look(signs, greyOf(small.context.getImageData(0, 0, LOOK_WIDTH, LOOK_HEIGHT).data));
    become(verdict(signs));
  };

  const seek = () => {
    giveUp();
    if (wanted && (!stream || kind === "frozen")) void open();
  };

  setInterval(watch, LOOK_EVERY_MS);
  setInterval(giveUp, LOOK_EVERY_MS);
  setInterval(seek, AGAIN_MS);
  navigator.mediaDevices?.addEventListener("devicechange", seek);

  return {
    kind: () => kind,
    stream: () => stream,
    start: async () => {
      wanted = true;
      if (!stream) {
        become("asking");
        await open();
      }
    },
    stop: () => {
      wanted = false;
      letGo();
      become("off");
    },
    /** This PC's camera from now on, in every page. @param {string} deviceId */
    choose: async (deviceId) => {
      localStorage.setItem(CHOSEN, deviceId);
      letGo();
      become("asking");
      await open();
    },
    /** The present picture for a worker to look at. @returns {Promise<ImageBitmap|null>} */
    bitmap: async () => (stream && video.videoWidth ? createImageBitmap(video) : null),
    /** Null when there is nothing to photograph. @param {number} width @param {number=} fixedQuality @returns {Promise<Picture|null>} */
    grab: async (width, fixedQuality) => {
      if (!stream || !video.videoWidth) return null;
      const height = Math.round((width * video.videoHeight) / video.videoWidth);
      const { canvas, context } = canvasOf(width, height, false);
      context.drawImage(video, 0, 0, width, height);
      const jpeg = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", fixedQuality ?? quality));
      if (!jpeg) return null;
      if (fixedQuality === undefined) quality = nextQuality(quality, jpeg.size);
      return { jpeg, width, height };
    },
  };
};
