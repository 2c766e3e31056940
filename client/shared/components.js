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

/** What went wrong with the last act. @param {{state: {trouble: unknown}, say: import("./words.js").Say}} scene */
export const troubleNotice = ({ state, say }) =>
  state.trouble ? notice({ tone: "danger", title: say("not_done"), text: say.error(state.trouble) }) : nothing;

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
const showIt = (element) => queueMicrotask(() => element?.scrollIntoView({ block: "nearest" }));

/** Put on what must be read now: scrolled to as soon as it is drawn, where it is not in sight anyway. */
export const inSight = () => ref(showIt);

/** @param {Element|undefined} element */
const openModal = (element) => {
  // The element is made before it stands in the page, and only there can it be opened.
  queueMicrotask(() => {
    if (element instanceof HTMLDialogElement && element.isConnected && !element.open) element.showModal();
  });
};

/**
 * Above everything as soon as it is drawn; the state closes it, never the browser behind its back.
 * Title, buttons and what was told of the last press are always in sight; what stands between them scrolls (base.css).
 * @param {{title: string, middle: unknown, told?: unknown, actions: unknown, close: () => void, kind?: string, send?: (event: SubmitEvent) => void}} parts
 */
export const modal = ({ title, middle, told = nothing, actions, close, kind = "", send }) => {
  const inside = html`<h2>${title}</h2>
    <div class="middle stack">${middle}</div>
    <div class="told">${told}</div>
    <div class="actions">${actions}</div>`;
  return html`<dialog class=${kind} aria-label=${title} @cancel=${(/** @type {Event} */ event) => cancelled(event, close)} ${ref(openModal)}>
    ${send ? html`<form class="sheet" @submit=${send}>${inside}</form>` : html`<div class="sheet">${inside}</div>`}
  </dialog>`;
};

/** @param {Event} event @param {() => void} close */
const cancelled = (event, close) => {
  event.preventDefault();
  close();
};

/**
 * Says exactly what will happen; the safe button has the focus.
 * @param {{title: string, text: unknown, told?: unknown, safe: string, act: string, danger?: boolean, close: () => void, go: () => void}} parts
 */
export const confirmDialog = ({ title, text, told, safe, act, danger = false, close, go }) =>
  modal({
    title,
    close,
    told,
    middle: html`<div>${text}</div>`,
    actions: html`${button({ label: safe, press: close, focused: true })} ${button({ label: act, press: go, kind: danger ? "danger" : "primary" })}`,
  });
