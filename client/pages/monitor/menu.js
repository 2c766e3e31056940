/** A menu is a <details>; it closes once something in it was chosen. */

/** @param {Event} event */
export const closeMenu = (event) => {
  if (event.target instanceof HTMLButtonElement) /** @type {HTMLDetailsElement} */ (event.currentTarget).open = false;
};
