/** The keyboard while questions are shown: A to E answer, left and right turn the page, up and down walk the options, R marks ragu-ragu. */

/** @typedef {import("./actions.js").Acts} Acts */

/**
 * Up and down only move the focus: scrolling with the arrows must never change an answer.
 * @param {number} step
 */
const walkOptions = (step) => {
  const options = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".option")]);
  const at = options.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (at < 0) return false;
  options[(at + step + options.length) % options.length]?.focus();
  return true;
};

/** @param {string} key @param {Acts} act @returns {boolean} whether the key meant something here */
const press = (key, act) => {
  const letter = "abcde".indexOf(key.toLowerCase());
  if (key.length === 1 && letter >= 0) act.chooseLetter(letter);
  else if (key === "r" || key === "R") act.toggleDoubt();
  else if (key === "ArrowLeft") act.step(-1);
  else if (key === "ArrowRight") act.step(1);
  else if (key === "ArrowUp" || key === "ArrowDown") return walkOptions(key === "ArrowUp" ? -1 : 1);
  else return false;
  return true;
};

/** @param {Acts} act @param {() => boolean} isAsked whether questions are on the screen */
export const listenToKeys = (act, isAsked) =>
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement;
    if (isTyping || event.repeat || event.ctrlKey || event.altKey || event.metaKey || !isAsked()) return;
    if (press(event.key, act)) event.preventDefault();
  });
