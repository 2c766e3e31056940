/** Every text a person reads, by key, from client/words/id; a missing one is shouted into the console and never hidden. */

import { Unreachable } from "./api.js";

/** @typedef {Record<string, string|number>} Parameters */
/** @typedef {{(key: string, parameters?: Parameters): string, error: (error: unknown) => string, has: (key: string) => boolean}} Say */

/** @param {string} text @param {Parameters=} parameters */
export const fill = (text, parameters = {}) =>
  text.replace(/\{(\w+)\}/g, (place, name) => (name in parameters ? String(parameters[name]) : place));

// Parameters of refusals that the server counts in seconds, and officers in minutes.
const SPANS = ["seconds", "remaining"];

/**
 * @param {Record<string, string>} texts of the page and what all pages share; a page may say a refusal in its own words
 * @param {Record<string, string>} errors by code
 * @returns {Say}
 */
export const speaker = (texts, errors) => {
  /** @param {string} key @param {Parameters=} parameters */
  const say = (key, parameters) => {
    const text = texts[key] ?? errors[key];
    if (text === undefined) {
      console.error(`No word for "${key}" in client/words/id`);
      return `[${key}]`;
    }
    return fill(text, parameters);
  };
  /** 287 -> "4 menit 47 detik". @param {number} seconds */
  const span = (seconds) => {
    const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
    return [minutes ? say("minutes_long", { minutes }) : "", rest || !minutes ? say("seconds_long", { seconds: rest }) : ""].filter(Boolean).join(" ");
  };
  /** @param {unknown} error what api.js or the socket threw */
  const error = (error) => {
    if (error instanceof Unreachable) return say("unreachable");
    const { code, parameters } = /** @type {{code?: string, parameters?: Parameters}} */ (error ?? {});
    if (code && code in errors) return fill(texts[code] ?? errors[code] ?? "", inWords(parameters));
    console.error("No word for this error in client/words/id/errors.json", error);
    return fill(errors["unknown_error"] ?? "", { code: code ?? "?" });
  };
  /** @param {Parameters=} parameters */
  const inWords = (parameters = {}) => {
    const told = Object.entries(parameters).map(([name, value]) => [name, SPANS.includes(name) ? span(Number(value)) : value]);
    return Object.fromEntries(told);
  };
  return Object.assign(say, { error, has: (/** @type {string} */ key) => key in texts });
};

/** @param {string} name @returns {Promise<Record<string, string>>} */
const file = async (name) => {
  const response = await fetch(`/client/words/id/${name}.json`);
  if (!response.ok) throw new Error(`client/words/id/${name}.json: ${response.status}`);
  return response.json();
};

/** @param {string} page @returns {Promise<Say>} */
export const words = async (page) => {
  const [own, shared, errors] = await Promise.all([file(page), file("shared"), file("errors")]);
  return speaker({ ...shared, ...own }, errors);
};
