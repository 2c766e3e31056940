/** The small pieces every page shows, as templates: notice, dot with its word, person card, button, dialog. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { live } from "/packages/lit-html/directives/live.js";
import { ref } from "/packages/lit-html/directives/ref.js";

/** @typedef {"info"|"ok"|"warning"|"danger"} Tone */

/** What happened, what it means for you, what to do. @param {{tone?: Tone, title: string, text?: string, action?: unknown}} parts */
export const notice = ({ tone = "info", title, text, action }) =>
  html`<div class="notice ${tone}" role=${tone === "danger" ? "alert" : "status"}>
    <strong>${title}</strong>${text ? html`<span>${text}</span>` : nothing}${action ?? nothing}
  </div>`;

/** @param {Tone|"off"} tone @param {unknown} word text, or a template of it in one element */
export const dot = (tone, word) => html`<span class="dot ${tone}">${word}</span>`;

/** "Ayu Lestari" -> "AL" @param {string} name */
const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();

/** No picture: what the face check compares with is never sent to the page it checks. @param {{name: string, number: string, big?: boolean}} parts */
export const personCard = ({ name, number, big = false }) =>
  html`<div class="person ${big ? "big" : ""}">
    <span class="initials" aria-hidden="true">${initials(name)}</span>
    <div><div class="name">${name}</div><div class="number muted">${number}</div></div>
  </div>`;

/**
 * A busy button keeps its words and its width.
 * @param {{label: unknown, press: () => void, kind?: string, busy?: boolean, off?: boolean, focused?: boolean}} parts
 */
export const button = ({ label, press, kind = "", busy = false, off = false, focused = false }) =>
  html`<button
    type="button"
    class=${kind}
    ?disabled=${off || busy}
    aria-busy=${busy ? "true" : "false"}
    ?autofocus=${focused}
    @click=${press}
  >
    ${label}
  </button>`;

/**
 * The person's own picture, mirrored as in a mirror. `live`: set anew at each drawing, it would begin to play anew.
 * @param {MediaStream|null} stream @param {string} label
 */
export const selfView = (stream, label) =>
  html`<video class="self-view mirror" .srcObject=${live(stream)} aria-label=${label} autoplay playsinline .muted=${true}></video>`;

/** @param {Element|undefined} element */
const openModal = (element) => {
  // The element is made before it stands in the page, and only there can it be opened.
  queueMicrotask(() => {
    if (element instanceof HTMLDialogElement && element.isConnected && !element.open) element.showModal();
  });
};

/** Put on a `<dialog>`: opens above everything as soon as it is drawn. */
export const asModal = () => ref(openModal);

/**
 * Says exactly what will happen; the safe button has the focus.
 * @param {{title: string, text: unknown, safe: string, act: string, danger?: boolean, close: () => void, go: () => void}} parts
 */
export const confirmDialog = ({ title, text, safe, act, danger = false, close, go }) =>
  html`<dialog
    aria-label=${title}
    @cancel=${close}
    ${asModal()}
  >
    <div class="stack"><h2>${title}</h2><div>${text}</div></div>
    <div class="actions">
      ${button({ label: safe, press: close, focused: true })} ${button({ label: act, press: go, kind: danger ? "danger" : "primary" })}
    </div>
  </dialog>`;
