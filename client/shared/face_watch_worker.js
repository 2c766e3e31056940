/** The worker behind face_watch.js: finds faces with the server's own detector model and measures them, away from the page. */

import { FaceDetector, FilesetResolver } from "/packages/tasks-vision-1.1.0/vision_bundle.mjs";
import { hintsOf, lightOf } from "./face_signs.js";
import { greyOf, nextQuality } from "./picture_signs.js";

/** @typedef {import("./face_signs.js").Seen} Seen */

const WASM = "/packages/tasks-vision-1.1.0/wasm";
const MODEL = "/models/face_detection_short_range.tflite";
const LEAST_SCORE = 0.5;

let quality = 0.7;
let canvas = new OffscreenCanvas(1, 1);

const begin = async () => {
  const fileset = await FilesetResolver.forVisionTasks(WASM, true);
  return FaceDetector.createFromOptions(fileset, {
    baseOptions: { modelAssetPath: MODEL, delegate: "CPU" },
    runningMode: "IMAGE",
    minDetectionConfidence: LEAST_SCORE,
  });
};

/** The picture at the size the server is sent. @param {ImageBitmap} bitmap @param {number} width */
const drawn = (bitmap, width) => {
  const height = Math.round((width * bitmap.height) / bitmap.width);
  if (canvas.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser's workers have no canvas");
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
};

/** @param {FaceDetector} detector @param {ImageData} picture @returns {Seen} */
const seenIn = (detector, picture) => {
  const { width, height } = picture;
  const grey = greyOf(picture.data);
  const faces = detector.detect(picture).detections.flatMap(({ boundingBox, keypoints, categories }) => {
    if (!boundingBox) return [];
    const box = { x: boundingBox.originX, y: boundingBox.originY, width: boundingBox.width, height: boundingBox.height };
    const points = keypoints.map(({ x, y }) => ({ x: x * width, y: y * height }));
    return [{ ...box, points, score: categories[0]?.score ?? 0, ...lightOf(grey, width, box) }];
  });
  const { brightness } = lightOf(grey, width, { x: 0, y: 0, width, height });
  return { width, height, brightness, faces: faces.sort((one, other) => other.height - one.height) };
};

/** Only a picture worth sending becomes one. @param {Seen} seen @returns {Promise<Blob|null>} */
const jpegOf = async (seen) => {
  if (hintsOf(seen).length) return null;
  const jpeg = await canvas.convertToBlob({ type: "image/jpeg", quality });
  quality = nextQuality(quality, jpeg.size);
  return jpeg;
};

const ready = begin();
ready.then(
  () => self.postMessage({ ready: true }),
  (error) => self.postMessage({ failed: String(error) }),
);

self.addEventListener("message", async ({ data: { bitmap, width, at } }) => {
  try {
    const began = performance.now();
    const seen = seenIn(await ready, drawn(bitmap, width));
    const jpeg = await jpegOf(seen);
    self.postMessage({ seen, jpeg, at, tookMs: performance.now() - began });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
});
