/** Rows glide to their new places, so that the eye can follow who moved. */

const GLIDE_MS = 150;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {Element} root @returns {Map<string, number>} where each row stands */
export const places = (root) =>
  new Map([...root.querySelectorAll("[data-ref]")].map((row) => [row.getAttribute("data-ref") ?? "", row.getBoundingClientRect().top]));

/** @param {Element} root @param {Map<string, number>} before */
export const glide = (root, before) => {
  if (still()) return;
  for (const row of root.querySelectorAll("[data-ref]")) {
    const from = before.get(row.getAttribute("data-ref") ?? "");
    const to = row.getBoundingClientRect().top;
    const onScreen = to > -200 && to < innerHeight + 200;
    if (from === undefined || from === to || !onScreen) continue;
    row.animate([{ transform: `translateY(${from - to}px)` }, { transform: "none" }], { duration: GLIDE_MS, easing: "ease-out" });
  }
};
