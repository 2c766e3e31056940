/** Looks at made-up faces in a picture of 480 x 360, for tests of the face watch's rules. */

const MIDDLE = { x: 240, y: 180 };
const NOSE_OUT = 1.1; // as far as the rules think a nose stands out, against half the width between the ears
const HALF_WIDTH = 60;

/** Six points of a head, turned (yaw) and tilted (roll) by degrees. */
export const points = ({ turned = 0, tilted = 0, dx = 0 } = {}) => {
  const nose = NOSE_OUT * HALF_WIDTH * Math.tan((turned * Math.PI) / 180);
  const flat = [[-30, -30], [30, -30], [nose, 1.2], [0, 30], [-HALF_WIDTH, 0], [HALF_WIDTH, 0]];
  const angle = (tilted * Math.PI) / 180;
  return flat.map(([x, y]) => ({
    x: MIDDLE.x + dx + x * Math.cos(angle) - y * Math.sin(angle),
    y: MIDDLE.y + x * Math.sin(angle) + y * Math.cos(angle),
  }));
};

export const face = (change = {}) => ({
  x: 180, y: 110, width: 120, height: 140, score: 0.95, points: points(), brightness: 120, overexposed: 0, sharpness: 200, ...change,
});

export const seen = (faces, change = {}) => ({ width: 480, height: 360, brightness: 110, faces, ...change });
