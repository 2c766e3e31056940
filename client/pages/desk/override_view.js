/** The second officer confirms on the same screen: both pictures, the reason or the document, their own account. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, modal, notice, troubleNotice } from "../../shared/components.js";
import { fieldsOf } from "../../shared/staff_login.js";
import { duration } from "../../shared/time.js";
import { othersOf, overrideLeft } from "./state.js";

/** @typedef {import("./view.js").Scene} Scene */

const REASONS = ["looks_changed", "photo_old", "photo_edited", "face_injured", "cannot_move", "desk_camera"];
const LOOK_ALIKE_REASONS = ["twin", "relative", "another_person", "own_second_number"];
const DOCUMENTS = ["ktp", "ktp_letter", "digital_id", "family_card", "passport", "child_card"];

/** @param {{name: string, label: string, first: string, keys: readonly string[], say: import("../../shared/words.js").Say}} parts */
const choice = ({ name, label, first, keys, say }) =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <select id=${name} name=${name} required autofocus>
      <option value="">${first}</option>
      ${keys.map((key) => html`<option value=${key}>${say(`${name}_${key}`)}</option>`)}
    </select>
  </div>`;

/** @param {Scene} scene */
export const documentField = ({ say }) => choice({ name: "document", label: say("document"), first: say("choose"), keys: DOCUMENTS, say });

/** @param {Scene} scene */
const reasonField = ({ state, say }) =>
  choice({ name: "reason", label: say("reason"), first: say("choose"), keys: state.check?.verdict === "look_alike" ? LOOK_ALIKE_REASONS : REASONS, say });

/** @param {Scene} scene */
const documentFields = (scene) =>
  html`<div class="pair">
    ${documentField(scene)}
    <div class="field">
      <label for="last_digits">${scene.say("last_digits")}</label>
      <input id="last_digits" name="last_digits" pattern="[0-9A-Za-z]{4}" maxlength="4" autocomplete="off" required title=${scene.say("last_digits_help")} />
    </div>
  </div>`;

/** Of people of another desk nothing is told. @param {Scene} scene @param {{number: string|null, name: string|null}} other */
const whose = ({ say }, { number, name }) => (number ? say("alike_person", { number, name: name ?? "" }) : say("alike_elsewhere"));

/** @param {string|null} src @param {string} caption */
const portrait = (src, caption) =>
  html`<figure>
    ${src ? html`<img class="face" src=${src} alt=${caption} />` : nothing}
    <figcaption class="small muted">${caption}</figcaption>
  </figure>`;

/** Who else has this face. @param {Scene} scene */
const alikes = (scene) =>
  (scene.state.check?.alikes ?? []).map((other) => {
    const who = whose(scene, other);
    const address = `/api/desk/checks/${scene.state.check?.check}/alikes/${other.photo}.jpg`;
    return portrait(other.photo && address, who);
  });

/** Whatever the verdict: a face of another number is named, for the picture alone looks like one more of this person. @param {Scene} scene */
export const alikesNotice = (scene) => {
  const { state, say } = scene;
  const others = othersOf(state);
  if (!others.length || state.check?.verdict === "look_alike") return nothing; // which says so itself
  const who = others.map((other) => whose(scene, other)).join(". ");
  return notice({ tone: "danger", title: say("alike_title"), text: `${say("alike_text", { name: state.person?.name ?? "" })} ${who}.` });
};

/** @param {Scene} scene */
const pictures = (scene) => {
  const { state, say } = scene;
  return html`<div class="faces">
    ${state.person?.has_reference ? portrait(`/api/desk/sittings/${state.person.id}/reference.jpg`, say("reference")) : nothing}
    ${state.shot ? portrait(state.shot, say("desk_picture")) : nothing}
    ${alikes(scene)}
  </div>`;
};

/** @param {Scene} scene */
export const secondOfficer = ({ state, say }) =>
  html`<fieldset class="stack tight">
    <legend>${say("second_officer")}</legend>
    <p class="small muted">${say("second_officer_help", { name: state.staff?.name ?? "" })}</p>
    <div class="pair">
      <div class="field">
        <label for="second-account">${say("account")}</label>
        <input id="second-account" name="account" autocomplete="off" autocapitalize="none" spellcheck="false" required />
      </div>
      <div class="field">
        <label for="second-password">${say("password")}</label>
        <input id="second-password" name="password" type="password" autocomplete="off" required />
      </div>
      <div class="field">
        <label for="second-code">${say("second_code")}</label>
        <input id="second-code" name="code" autocomplete="off" autocapitalize="none" spellcheck="false" />
      </div>
    </div>
  </fieldset>`;

/** What two officers answer for: a look-alike, an enrolment without a photo, or a face the camera did not know. @param {Scene["state"]} state */
const kindOf = ({ check, person }) => {
  const isAlike = check?.verdict === "look_alike";
  const enrols = check?.verdict === "no_reference" || (isAlike && !person?.reference_usable);
  return { isAlike, enrols, kind: isAlike ? "alike" : enrols ? "enrol" : "override" };
};

/** @param {Scene} scene */
export const overrideDialog = (scene) => {
  const { state, say, act, now } = scene;
  const { isAlike, enrols, kind } = kindOf(state);
  const left = overrideLeft(state, now);
  return modal({
    title: say(`${kind}_title`),
    kind: "override",
    close: () => act.ask(null),
    send: (event) => act.override(fieldsOf(event)),
    middle: html`<p>${say(`${kind}_text`, { name: state.person?.name ?? "" })}</p>
      ${alikesNotice(scene)}
      <div class="sides">
        ${pictures(scene)}
        <div class="stack">${enrols ? documentFields(scene) : nothing} ${enrols && !isAlike ? nothing : reasonField(scene)} ${secondOfficer(scene)}</div>
      </div>`,
    told: html`${troubleNotice(scene)} ${left ? nothing : notice({ tone: "warning", title: say("override_over"), text: say("override_over_help") })}`,
    actions: html`${left ? html`<span class="left">${say("override_left")} <time role="timer" aria-live="off">${duration(left)}</time></span>` : nothing}
      ${button({ label: say("cancel"), press: () => act.ask(null), off: state.busy !== null })}
      <button class="primary" aria-busy=${state.busy === "override" ? "true" : "false"} ?disabled=${state.busy !== null || !left}>
        ${say(`${kind}_confirm`)}
      </button>`,
  });
};
