/** The way to the pages, in the words of those who use them. */

import { html } from "/packages/lit-html/lit-html.js";
import { makeRenderer } from "../../shared/renderer.js";
import { words } from "../../shared/words.js";

const PLACES = ["desk", "exam", "camera", "monitor", "account", "board"];
const ADDRESSES = /** @type {Record<string, string>} */ ({
  desk: "/meja",
  exam: "/ujian",
  camera: "/kamera",
  monitor: "/pantau",
  account: "/akun",
  board: "/papan",
});

const say = await words("home");
const place = (/** @type {string} */ name) => html`
  <li>
    <a class="place card" href=${ADDRESSES[name] ?? "/"}>
      <strong>${say(name)}</strong>
      <span class="muted">${say(`${name}_for`)}</span>
    </a>
  </li>
`;

makeRenderer().render(
  html`
    <main class="home">
      <h1>${say("product")}</h1>
      <p class="muted">${say("about")}</p>
      <ul class="places">
        ${PLACES.map(place)}
      </ul>
    </main>
  `,
);
