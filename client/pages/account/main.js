/** Wires the account page: requests into the state, the state to the view. */

import { makeApi } from "../../shared/api.js";
import { makeRenderer } from "../../shared/renderer.js";
import { makeStore } from "../../shared/store.js";
import { words } from "../../shared/words.js";
import { makeActs } from "./actions.js";
import { START } from "./state.js";
import { view } from "./view.js";

/** @typedef {import("./state.js").AccountState} AccountState */

const say = await words("account");
const renderer = makeRenderer();
const store = makeStore({ start: /** @type {AccountState} */ (START), draw: (state) => renderer.render(view({ state, say, act })) });
const act = makeActs({ store, api: makeApi() });
void act.begin();
