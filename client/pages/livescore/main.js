/** Wires the board page: address, polls, ticks, and what the reader chooses. */

import { makeRenderer } from "/client/shared/renderer.js";
import { words } from "/client/shared/words.js";
import { glide, places } from "./moves.js";
import { makeSource, UnknownSlot } from "./source.js";
import * as states from "./state.js";
import { view } from "./view.js";

const LISTING_EVERY_MS = 30_000;
const TICK_MS = 1_000;

const renderer = makeRenderer();
const source = makeSource();
const say = await words("board");

let state = states.begin(location.search, source.now(), matchMedia("(min-width: 721px)").matches);
let failures = 0;
let listedAt = 0;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let waiting;

const show = () => {
  const before = places(renderer.root());
  const scrolled = scrollY;
  document.documentElement.toggleAttribute("data-tv", state.choice.tv);
  renderer.render(view(state, say, { choose }));
  if (scrolled === scrollY) glide(renderer.root(), before);
};

/** @param {Partial<states.Choice>} wanted */
const choose = (wanted) => {
  state = states.choose(state, wanted);
  history.replaceState(null, "", states.addressOf(state.choice) || location.pathname);
  show();
  if (!state.board) ask();
};

const askListing = async () => {
  if (state.slots && Date.now() - listedAt < LISTING_EVERY_MS) return;
  const listing = await source.listing();
  listedAt = Date.now();
  if (listing) state = states.withListing(state, listing);
};

const askRows = async () => {
  const slot = states.shownSlot(state);
  if (!slot) return;
  // The reader may choose another slot while an answer is under way: that answer is then nobody's.
  const wanted = () => states.shownSlot(state) === slot;
  try {
    if (state.board?.slot.id === slot) {
      const changes = await source.changes(slot, state.board.version);
      if (wanted()) state = changes ? states.withChanges(state, changes) : states.asBefore(state);
    }
    if (wanted() && state.board?.slot.id !== slot) {
      const pages = await source.pages(slot);
      if (wanted()) state = states.withPages(state, pages);
    }
  } catch (error) {
    if (!(error instanceof UnknownSlot)) throw error;
    if (wanted()) state = states.withoutSlot(state);
  }
};

const ask = async () => {
  clearTimeout(waiting);
  try {
    await askListing();
    await askRows();
    failures = 0;
  } catch (error) {
    console.warn("the board did not answer", error);
    failures += 1;
    state = states.cutOff(state);
  }
  state = states.at(state, source.now());
  show();
  clearTimeout(waiting);
  if (!document.hidden) waiting = setTimeout(ask, states.pollAfter(failures, Math.random()));
};

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});

setInterval(() => {
  const before = state;
  state = states.at(state, source.now());
  const turned = states.visible(before).page !== states.visible(state).page;
  const faded = Object.keys(before.tints).length !== Object.keys(state.tints).length;
  if (turned || faded || states.isStale(before) !== states.isStale(state)) show();
}, TICK_MS);

show();
ask();
