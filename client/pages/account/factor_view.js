/** The second factor: set up with a picture to scan, its recovery codes once, then what can be done with it. */

import { html, nothing } from "/packages/lit-html/lit-html.js";
import { button, notice } from "../../shared/components.js";
import { emptied, field, submit, troubleOf } from "./forms.js";

/** @typedef {import("./view.js").Scene} Scene */
/** @typedef {import("./state.js").Account} Account */

/** @param {Scene} scene @param {string[]} codes */
const codesOnce = ({ say, act }, codes) =>
  html`<section class="card stack to-keep">
    <h2>${say("codes_title")}</h2>
    <p>${say("codes_help")}</p>
    <ul class="codes">${codes.map((code) => html`<li>${code}</li>`)}</ul>
    <div class="row">
      ${button({ label: say("codes_print"), press: () => window.print() })}
      ${button({ label: say("codes_kept"), press: act.forgetCodes, kind: "primary" })}
    </div>
  </section>`;

/** @param {Scene} scene @param {import("./state.js").Offered} offered */
const scanning = (scene, offered) => {
  const { state, say, act } = scene;
  return html`<p>${say("factor_scan")}</p>
    <img class="qr" src=${offered.picture} alt=${say("factor_picture")} />
    <p class="muted small">${say("factor_type")}</p>
    <p class="secret">${offered.secret}</p>
    <p class="muted small secret">${offered.uri}</p>
    ${emptied({
      send: act.confirmFactor,
      parts: html`${field({ name: "code", label: say("factor_first_code"), kind: "text", complete: "one-time-code" })} ${troubleOf(scene, "factor")}
        <div class="row">${submit(say("factor_confirm"), state.busy !== null)} ${button({ label: say("cancel"), press: act.stopOffer })}</div>`,
    })}`;
};

/** @param {Scene} scene @param {Account} account */
const settled = (scene, account) => {
  const { state, say, act } = scene;
  const isOn = account.factor.since !== null;
  const ways = isOn ? ["renew", "replace", ...(account.factor.is_demanded ? [] : ["remove"])] : ["set"];
  const send = { set: act.offerFactor, replace: act.offerFactor, renew: act.renewCodes, remove: act.removeFactor };
  return html`<p>${say(isOn ? "factor_on" : "factor_off", { left: account.factor.codes_left })}</p>
    ${emptied({
      send: (fields) => (send[/** @type {keyof typeof send} */ (fields["way"] ?? "set")] ?? act.offerFactor)(fields),
      parts: html`${ways.length > 1
        ? html`<div class="field">
            <label for="way">${say("factor_way")}</label>
            <select id="way" name="way">${ways.map((way) => html`<option value=${way}>${say(`way_${way}`)}</option>`)}</select>
          </div>`
        : nothing}
      ${field({ name: "password", label: say("password"), complete: "current-password" })}
      ${isOn ? field({ name: "code", label: say("code"), kind: "text", complete: "one-time-code" }) : nothing} ${troubleOf(scene, "factor")}
      ${submit(say(isOn ? "factor_go" : "way_set"), state.busy !== null)}`,
    })}`;
};

/** @param {Scene} scene @param {Account} account */
export const factorView = (scene, account) => {
  const { state, say } = scene;
  if (state.codes) return codesOnce(scene, state.codes);
  const few = account.factor.since !== null && account.factor.codes_left < 3;
  return html`<section class="card stack" aria-labelledby="factor-title">
    <h2 id="factor-title">${say("factor_title")}</h2>
    ${few ? notice({ tone: "warning", title: say("codes_few") }) : nothing} ${state.offered ? scanning(scene, state.offered) : settled(scene, account)}
  </section>`;
};
