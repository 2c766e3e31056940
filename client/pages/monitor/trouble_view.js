/** What went wrong, where the proctor looks. */

import { nothing } from "/packages/lit-html/lit-html.js";
import { notice } from "../../shared/components.js";

/** @param {import("./view.js").Scene} scene */
export const troubleNotice = ({ state, say }) =>
  state.trouble ? notice({ tone: "danger", title: say("not_done"), text: say.error(state.trouble) }) : nothing;
