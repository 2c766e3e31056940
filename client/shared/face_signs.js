/**
 * What a look at the camera's picture tells the person: how many faces, where, how lit, how sharp.
 * Pure rules; the server decides by its own (server/identity).
 */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{brightness: number, overexposed: number, sharpness: number}} Light */
/** @typedef {{x: number, y: number, width: number, height: number, score: number, points: Point[]} & Light} Face in pixels of the picture */
/** @typedef {{width: number, height: number, brightness: number, faces: Face[]}} Seen largest face first: whoever sits in the seat is nearest */
/**
 * @typedef {{least_height: number, least_brightness: number, most_brightness: number, most_overexposed: number, least_sharpness: number,
 *   most_yaw: number, most_pitch: number, most_roll: number}} Limits
 */
/** @typedef {"no_face"|"one_face"|"two_faces"} Company */

/** @param {number[]} row @returns {Limits} */
const limits = ([height = 0, dark = 0, bright = 0, overexposed = 0, sharp = 0, yaw = 0, pitch = 0, roll = 0]) =>
  Object.freeze({
    least_height: height, least_brightness: dark, most_brightness: bright, most_overexposed: overexposed, least_sharpness: sharp,
    most_yaw: yaw, most_pitch: pitch, most_roll: roll,
  });

// The server's own (server/identity/policy.py), so that the page asks for what will be accepted; a test holds them together.
export const EXAM_LIMITS = limits([50, 30, 235, 0.4, 10, 35, 25, 28]);
export const GATE_LIMITS = limits([80, 50, 215, 0.15, 20, 25, 20, 20]);
export const NEAR_RATIO = 0.6;

const NEARLY_WHITE = 250;
// A generic head, as in server/faces/quality.py.
const NOSE_TO_HALF_WIDTH = 1.1;
const NOSE_TO_FACE_HEIGHT = 0.6;
const NOSE_DOWN_WHEN_LEVEL = 0.52;

/**
 * Light and sharpness (variance of the Laplacian) of a part of a grey picture.
 * @param {Uint8Array} grey @param {number} stride width of the picture @param {{x: number, y: number, width: number, height: number}} box
 * @returns {Light}
 */
export const lightOf = (grey, stride, box) => {
  const left = Math.max(0, Math.round(box.x));
  const top = Math.max(0, Math.round(box.y));
  const right = Math.min(stride, Math.round(box.x + box.width));
  const bottom = Math.min(grey.length / stride, Math.round(box.y + box.height));
  const sums = { light: 0, overexposed: 0, count: 0, edge: 0, square: 0, edges: 0 };
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) addPixel(sums, grey, stride, x, y, y > top && y < bottom - 1 && x > left && x < right - 1);
  }
  if (!sums.count) return { brightness: 0, overexposed: 0, sharpness: 0 };
  const edges = Math.max(1, sums.edges);
  return { brightness: sums.light / sums.count, overexposed: sums.overexposed / sums.count, sharpness: sums.square / edges - (sums.edge / edges) ** 2 };
};

/**
 * @param {{light: number, overexposed: number, count: number, edge: number, square: number, edges: number}} sums
 * @param {Uint8Array} grey @param {number} stride @param {number} x @param {number} y @param {boolean} inner
 */
const addPixel = (sums, grey, stride, x, y, inner) => {
  const at = y * stride + x;
  const value = grey[at] ?? 0;
  sums.light += value;
  sums.count += 1;
  if (value >= NEARLY_WHITE) sums.overexposed += 1;
  if (!inner) return;
  const edge = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - stride] ?? 0) + (grey[at + stride] ?? 0) - 4 * value;
  sums.edge += edge;
  sums.square += edge * edge;
  sums.edges += 1;
};

/** Degrees from six points (eyes, nose, mouth, ears; left and right as seen in the picture), by the server's formula. @param {Point[]} points */
export const poseOf = (points) => {
  const [leftEye, rightEye, nose, mouth, leftEar, rightEar] = points;
  if (!leftEye || !rightEye || !nose || !mouth || !leftEar || !rightEar) return { yaw: 0, pitch: 0, roll: 0 };
  const roll = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  const halfWidth = Math.max(Math.hypot(rightEar.x - leftEar.x, rightEar.y - leftEar.y) / 2, 1e-6);
  const eyes = middle(leftEye, rightEye);
  const aside = turnedBack(middle(leftEar, rightEar), nose, roll).x;
  const down = turnedBack(eyes, nose, roll).y / Math.max(turnedBack(eyes, mouth, roll).y, 1e-6);
  const yaw = Math.atan(aside / halfWidth / NOSE_TO_HALF_WIDTH);
  const pitch = Math.atan((down - NOSE_DOWN_WHEN_LEVEL) / NOSE_TO_FACE_HEIGHT);
  return { yaw: degrees(yaw), pitch: degrees(pitch), roll: degrees(roll) };
};

/** @param {number} radians */
const degrees = (radians) => (radians * 180) / Math.PI;

/** @param {Point} one @param {Point} other */
const middle = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

/** @param {Point} origin @param {Point} point @param {number} roll */
const turnedBack = (origin, point, roll) => {
  const x = point.x - origin.x;
  const y = point.y - origin.y;
  return { x: x * Math.cos(roll) + y * Math.sin(roll), y: y * Math.cos(roll) - x * Math.sin(roll) };
};

/** Neighbours are always in view: only a face nearly as near as the sitter's counts. @param {Seen} seen @returns {Company} */
export const companyOf = ({ faces: [first, second] }) => {
  if (!first) return "no_face";
  return second && second.height >= NEAR_RATIO * first.height ? "two_faces" : "one_face";
};

/** What to tell the person, most urgent first (words `hint_…`); empty when all is well. @param {Seen} seen @param {Limits} limit @returns {string[]} */
export const hintsOf = (seen, limit = EXAM_LIMITS) => {
  const [face] = seen.faces;
  if (!face) return [seen.brightness < limit.least_brightness ? "too_dark" : "no_face"];
  const { yaw, pitch, roll } = poseOf(face.points);
  const faults = /** @type {[string, boolean][]} */ ([
    ["two_faces", companyOf(seen) === "two_faces"],
    ["too_dark", face.brightness < limit.least_brightness],
    ["too_bright", face.brightness > limit.most_brightness || face.overexposed > limit.most_overexposed],
    ["move_to_middle", face.points.some(({ x, y }) => x < 0 || y < 0 || x >= seen.width || y >= seen.height)],
    ["come_closer", face.height < limit.least_height],
    ["turn_to_camera", Math.abs(yaw) > limit.most_yaw || Math.abs(pitch) > limit.most_pitch],
    ["hold_head_straight", Math.abs(roll) > limit.most_roll],
    ["too_blurred", face.sharpness < limit.least_sharpness],
  ]);
  return faults.filter(([, found]) => found).map(([hint]) => hint);
};

/** How much a picture is worth sending: sharp and frontal; nothing unless one face is well seen. @param {Seen} seen */
export const worthOf = (seen) => {
  const [face] = seen.faces;
  if (!face || hintsOf(seen).length) return 0;
  const { yaw, pitch, roll } = poseOf(face.points);
  return Math.sqrt(face.sharpness) * Math.cos((Math.min(89, Math.hypot(yaw, pitch, roll)) * Math.PI) / 180);
};
