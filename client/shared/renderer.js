/** Renders a page, and renders it anew when somebody else changed its texts: a translator or an extension wraps or replaces text
 * nodes that the templates still hold, so later updates would go to nodes nobody sees while the buttons act on the new state. */

import { render as renderInto } from "/packages/lit-html/lit-html.js";

const AGAIN_AFTER_MS = 1_000; // a translator that translates the new page as well must not make it spin
const FIELDS = "a, button, input, select, textarea, [tabindex]";

/** @typedef {import("/packages/lit-html/lit-html.js").TemplateResult} Template */

/** @param {string} id of the element to render into @returns {{render: (template: Template) => void, root: () => HTMLElement}} */
export const makeRenderer = (id = "page") => {
  let root = /** @type {HTMLElement} */ (document.getElementById(id));
  let latest = /** @type {Template|null} */ (null);
  let isForeign = false;
  let waiting = false;

  /** @param {MutationRecord[]} records */
  const look = (records) => {
    isForeign ||= records.some((record) => record.type === "characterData" || record.removedNodes.length > 0);
  };

  const observer = new MutationObserver((records) => {
    look(records);
    if (!isForeign || waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      if (isForeign && latest) render(latest);
    }, AGAIN_AFTER_MS);
  });
  const watch = () => observer.observe(root, { subtree: true, childList: true, characterData: true });

  /** @param {Template} template */
  const render = (template) => {
    latest = template;
    look(observer.takeRecords());
    if (isForeign) {
      isForeign = false;
      const restore = kept(root);
      const fresh = /** @type {HTMLElement} */ (root.cloneNode(false));
      observer.disconnect();
      root.replaceWith(fresh);
      root = fresh;
      renderInto(template, root);
      watch();
      restore(root);
    } else {
      renderInto(template, root);
    }
    observer.takeRecords(); // these were ours
  };

  watch();
  return { render, root: () => root };
};

/** What was typed and where the focus was, for the same fields of the page rendered anew. @param {HTMLElement} before */
const kept = (before) => {
  const fields = [...before.querySelectorAll(FIELDS)];
  const focused = fields.indexOf(/** @type {Element} */ (document.activeElement));
  const typed = fields.map((field) => (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : null));
  return (/** @type {HTMLElement} */ after) => {
    const fresh = [...after.querySelectorAll(FIELDS)];
    for (const [place, value] of typed.entries()) {
      const field = fresh[place];
      const isText = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && !["checkbox", "radio", "file"].includes(field.type));
      if (isText && value !== null) field.value = value;
    }
    const field = fresh[focused];
    if (field instanceof HTMLElement) field.focus({ preventScroll: true });
  };
};
