/** Somebody stands before the desk: the reference photo beside the live camera, the verdict in words, one main button. */

import { live } from "/packages/lit-html/directives/live.js";
import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, confirmDialog, dot, notice, troubleNotice } from "../../shared/components.js";
import { fieldsOf } from "../../shared/staff_login.js";
import { hourInWords } from "../../shared/time.js";
import { livenessButton, livenessNotice } from "./liveness_view.js";
import { alikesNotice, documentField, overrideDialog, secondOfficer } from "./override_view.js";
import { canReplaceSlip, isOpen, mayCall, mayOverride, mustMove } from "./state.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./types.js").Registration} Registration */

const NO_PICTURE = ["camera_broken", "no_camera", "veil", "refuses_picture", "system_failure"];
const PRIVACY = ["controller", "what", "why", "basis", "kept", "decides", "ask"];

/** "1999-02-13" -> "13 Februari 1999" @param {string} date */
const dateInWords = (date) => new Date(`${date}T00:00:00Z`).toLocaleDateString("id-ID", { dateStyle: "long", timeZone: "UTC" });

/** @param {Scene} scene @param {Registration} person */
const facts = ({ say }, person) =>
  html`<dl class="facts">
    <div><dt>${say("number")}</dt><dd class="number">${person.number}</dd></div>
    <div><dt>${say("birth_date")}</dt><dd>${dateInWords(person.birth_date)}</dd></div>
    <div><dt>${say("formation")}</dt><dd>${person.formation.position} · ${person.formation.agency}</dd></div>
    <div><dt>${say("seat")}</dt><dd>${person.seat ? say("seat_at", person.seat) : say("no_seat")}</dd></div>
    <div><dt>${say("state")}</dt><dd>${dot(person.status === "expected" ? "off" : "ok", say(`status_${person.status}`))}</dd></div>
  </dl>`;

/** @param {Scene} scene @param {Registration} person */
const referencePhoto = ({ say }, person) =>
  html`<figure>
    ${person.has_reference
      ? html`<img class="face" src="/api/desk/sittings/${person.id}/reference.jpg" alt=${say("reference_of", { name: person.name })} />`
      : html`<div class="face none">${say("no_reference")}</div>`}
    <figcaption class="small muted">${say(person.has_reference && !person.reference_usable ? "reference_unusable" : "reference")}</figcaption>
  </figure>`;

/** What to tell the person to do; one hint at a time, the commonest first. @param {Scene} scene */
const liveHint = ({ state, say }) => {
  if (state.camera !== "ok") return dot(state.camera === "asking" ? "off" : "danger", say(`camera_${state.camera}`));
  if (state.busy === "check") return dot("off", say("hold_still"));
  if (!state.look) return dot("off", say("camera_ok"));
  if (state.look.usable) return dot("ok", say("face_good"));
  return dot("warning", say(`hint_${state.look.hints[0] ?? "unsure"}`));
};

/** Not mirrored: the officer compares it with the photo beside it. @param {Scene} scene */
const liveCamera = (scene) => {
  const { state, say, stream } = scene;
  return html`<figure>
    <div class="face live ${state.look?.usable ? "good" : ""}">
      <video .srcObject=${live(stream)} aria-label=${say("live")} autoplay playsinline .muted=${true}></video>
      <svg class="oval" viewBox="0 0 400 300" aria-hidden="true"><ellipse cx="200" cy="148" rx="82" ry="112" /></svg>
    </div>
    <figcaption class="small" aria-live="polite">${liveHint(scene)}</figcaption>
  </figure>`;
};

/** @param {Scene} scene */
const cameraNotice = ({ state, say }) =>
  ["ok", "off", "asking"].includes(state.camera)
    ? nothing
    : notice({ tone: "warning", title: say(`camera_${state.camera}`), text: say(`camera_${state.camera}_help`) });

/** @param {Scene} scene */
const verdict = (scene) => {
  const { state, say } = scene;
  if (!state.check || state.busy === "check") return nothing;
  const { verdict: kind, hints } = state.check;
  const told = [...new Set(hints.map((hint) => say(`hint_${hint}`)))].join(" ");
  const text = kind === "retake" ? told || say("hint_unsure") : say(mayOverride(state) ? `${kind}_two_officers` : `${kind}_help`);
  return html`${notice({ tone: "warning", title: say(`verdict_${kind}`), text })} ${alikesNotice(scene)}`;
};

/** @param {Scene} scene @param {Registration} person */
const checkButtons = ({ state, say, act }, person) => {
  const first = person.reference_usable ? "check_do" : "photograph_do";
  const isOverride = mayOverride(state);
  const isMain = !isOverride && !mustMove(state);
  const label = state.busy === "check" ? say("checking") : say(state.check ? "check_again" : first);
  return html`
    ${button({
      label,
      press: act.check,
      kind: isMain ? "primary main" : "",
      busy: state.busy === "check",
      off: state.camera !== "ok" || state.busy !== null,
      focused: isMain,
    })}
    ${isOverride
      ? button({ label: say("override_do"), press: () => act.ask("override"), kind: "primary main", focused: true, off: state.busy !== null })
      : nothing}`;
};

/** The camera takes a picture by itself; whoever has none says why. @param {Scene} scene */
const noPictureField = ({ state, say }) => {
  const isShown = state.camera === "ok";
  return html`<div class="field">
    <label for="no-picture">${say("no_picture_label")}</label>
    <select id="no-picture" name="no_picture" ?required=${!isShown}>
      <option value="">${say(isShown ? "picture_is_taken" : "choose_reason")}</option>
      ${NO_PICTURE.map((code) => html`<option value=${code}>${say(`no_picture_${code}`)}</option>`)}
    </select>
  </div>`;
};

/** @param {Scene} scene */
const bySight = (scene) => {
  const { state, say, act } = scene;
  return html`${notice({ title: say("by_sight_title"), text: say("by_sight_text") })}
    <form class="stack" @submit=${(/** @type {SubmitEvent} */ event) => act.bySight(fieldsOf(event))}>
      ${documentField(scene)} ${noPictureField(scene)} ${secondOfficer(scene)}
      <button class="primary main" aria-busy=${state.busy === "sight" ? "true" : "false"} ?disabled=${state.busy !== null}>${say("by_sight_do")}</button>
    </form>`;
};

/** A word from among the facts as the head of a notice. @param {string} text */
const asTitle = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Scene} scene @param {Registration} person */
const noPin = (scene, person) => {
  const { say, act } = scene;
  if (canReplaceSlip(scene.state)) {
    const issued = person.pin_issued_at ? hourInWords(person.pin_issued_at, person.slot.zone) : "-";
    return html`${notice({ tone: "ok", title: asTitle(say(`status_${person.status}`)), text: say("pin_was_issued", { hour: issued }) })}
      ${button({ label: say("reissue_do"), press: () => act.ask("reissue"), off: scene.state.busy !== null })}`;
  }
  const isLate = person.status === "expected";
  const hour = hourInWords(person.slot.pin_closes_at, person.slot.zone);
  const title = isLate ? say("closed_at", { hour }) : asTitle(say(`status_${person.status}`));
  return notice({ tone: "warning", title, text: say(isLate ? "closed_help" : "no_pin_help") });
};

/** Needs neither a camera nor a picture. @param {Scene} scene @param {Registration} person */
const calling = ({ state, say, act }, person) => {
  const see = button({ label: say("call_see"), press: () => act.open(person.id), off: state.busy !== null });
  return state.called ? notice({ tone: "ok", title: say("called_title"), text: say("called_text"), action: html`<div>${see}</div>` }) : nothing;
};

/** @param {Scene} scene */
const callButton = ({ state, say, act }) =>
  mayCall(state)
    ? button({ label: say(state.called ? "call_again" : "call_do"), press: act.callChief, busy: state.busy === "call", off: state.busy !== null })
    : nothing;

/** What comes first stands first. @param {Scene} scene @param {Registration} person */
const inOrder = (scene, person) => {
  const buttons = [livenessButton(scene), checkButtons(scene, person)];
  return mustMove(scene.state) ? buttons : buttons.reverse();
};

/** @param {Scene} scene @param {Registration} person */
const deed = (scene, person) => {
  if (!isOpen(scene.state, scene.now)) return noPin(scene, person);
  if (person.identity_mode !== "camera") return bySight(scene);
  return html`${livenessNotice(scene)} ${verdict(scene)} ${cameraNotice(scene)} ${calling(scene, person)}
    <div class="row">${inOrder(scene, person)} ${callButton(scene)}</div>`;
};

/** @param {Scene} scene */
const privacy = ({ say, state }) => {
  const facts = { ...state.person?.kept_days, controller: state.person?.controller || say("privacy_controller_unnamed") };
  return html`<details class="privacy card">
    <summary><span><strong>${say("privacy_title")}.</strong> ${say("privacy_short")}</span></summary>
    <dl>${PRIVACY.map((part) => html`<div><dt>${say(`privacy_${part}`)}</dt><dd>${say(`privacy_${part}_text`, facts)}</dd></div>`)}</dl>
  </details>`;
};

/** @param {Scene} scene */
const dialog = (scene) => {
  const { state, say, act } = scene;
  if (state.dialog === "override") return overrideDialog(scene);
  if (state.dialog !== "reissue") return nothing;
  const close = () => act.ask(null);
  const texts = { title: say("reissue_title"), text: say("reissue_text"), safe: say("cancel"), act: say("reissue_confirm") };
  return confirmDialog({ ...texts, told: troubleNotice(scene), close, go: act.reissue });
};

/** @param {Scene} scene */
export const personView = (scene) => {
  const { state, say, act } = scene;
  const person = /** @type {Registration} */ (state.person);
  const isFilmed = isOpen(state, scene.now) && (person.identity_mode === "camera" || state.camera === "ok");
  return html`<main class="person-screen stack not-on-paper">
    <section class="card desk-grid">
      <div class="who-comes stack">
        <h1>${person.name}</h1>
        ${facts(scene, person)}
        ${button({ label: say("another_person"), press: act.next, kind: "quiet", off: state.busy !== null })}
      </div>
      <div class="comparing stack ${isFilmed ? "" : "alone"}">
        <div class="faces ${isFilmed ? "" : "alone"}">${referencePhoto(scene, person)} ${isFilmed ? liveCamera(scene) : nothing}</div>
        <div class="deed stack" aria-live="polite">${deed(scene, person)} ${state.dialog ? nothing : troubleNotice(scene)}</div>
      </div>
    </section>
    ${privacy(scene)} ${dialog(scene)}
  </main>`;
};
