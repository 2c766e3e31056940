/** Rows glide to their new places, so that the eye can follow who moved. */

const GLIDE_MS = 150;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Measured from the table's own top: a notice that pushes the whole table down moves nobody. @param {Element} row */
const placeOf = (row) => row.getBoundingClientRect().top - (row.parentElement?.getBoundingClientRect().top ?? 0);

/** @param {Element} root @returns {Map<string, number>} where each row stands */
export const places = (root) => new Map([...root.querySelectorAll("[data-ref]")].map((row) => [row.getAttribute("data-ref") ?? "", placeOf(row)]));

/** @param {Element} root @param {Map<string, number>} before */
export const glide = (root, before) => {
  if (still()) return;
  for (const row of root.querySelectorAll("[data-ref]")) {
    const from = before.get(row.getAttribute("data-ref") ?? "");
    const to = placeOf(row);
    const top = row.getBoundingClientRect().top;
    const onScreen = top > -200 && top < innerHeight + 200;
    if (from === undefined || from === to || !onScreen) continue;
    row.animate([{ transform: `translateY(${from - to}px)` }, { transform: "none" }], { duration: GLIDE_MS, easing: "ease-out" });
  }
};
