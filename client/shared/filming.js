/** Filming a movement that was asked for: the face ahead first, for the movement itself must be in the pictures. */

const FRAMES = 10;
const EVERY_MS = 270;
const FRONT_MS = 1_300;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * All prompts of an attempt, one after the other, as the server reads them.
 * @param {readonly string[]} prompts @param {import("./camera.js").Camera} camera
 * @param {(prompt: string, number: number) => void} ask shows what to do now; `front` is to look straight ahead
 */
export const filmed = async (prompts, camera, ask) => {
  const form = new FormData();
  const times = [];
  for (const [index, prompt] of prompts.entries()) {
    ask("front", index + 1);
    await pause(FRONT_MS);
    ask(prompt, index + 1);
    const taken = await oneMovement(camera);
    taken.forEach(({ jpeg }, count) => form.append(String(index), jpeg, `${count}.jpg`));
    times.push(taken.map(({ at }) => at));
  }
  form.append("times", JSON.stringify(times));
  return form;
};

/** @param {import("./camera.js").Camera} camera */
const oneMovement = async (camera) => {
  const began = performance.now();
  const taken = [];
  for (let count = 0; count < FRAMES; count += 1) {
    const picture = await camera.grab(640, 0.8);
    if (picture) taken.push({ jpeg: picture.jpeg, at: Math.round(performance.now() - began) });
    await pause(EVERY_MS);
  }
  return taken;
};
