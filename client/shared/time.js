/** How times and durations are written for people. */

const HOURS_EAST = Object.freeze({ WIB: 7, WITA: 8, WIT: 9 });

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** 5998000 -> "1:39:58". A part of a second still counts as a second, so that 0:00:00 means over. @param {number} ms */
export const duration = (ms) => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

/**
 * The hour on the wall of the hall, "10:32:07". A PC's own zone is only used when the site's is not known.
 * @param {string|number} at @param {string=} zone WIB, WITA or WIT
 */
export const hourOf = (at, zone) => {
  const moment = new Date(at);
  const hours = zone ? HOURS_EAST[/** @type {keyof typeof HOURS_EAST} */ (zone)] : undefined;
  if (hours === undefined) return `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
  return new Date(moment.getTime() + hours * 3_600_000).toISOString().slice(11, 19);
};

/** "28 Des" in the site's zone. @param {string|number} at @param {string=} zone */
const dayInWords = (at, zone) => {
  const hours = HOURS_EAST[/** @type {keyof typeof HOURS_EAST} */ (zone)];
  const format = /** @type {const} */ ({ day: "numeric", month: "short" });
  if (hours === undefined) return new Date(at).toLocaleDateString("id-ID", format);
  return new Date(new Date(at).getTime() + hours * 3_600_000).toLocaleDateString("id-ID", { ...format, timeZone: "UTC" });
};

/**
 * The hour, and the day before it where that is not today: "10:30 WIB" or "28 Des, 10:30 WIB".
 * @param {string|number} at @param {string|undefined} zone @param {number} now
 */
export const whenInWords = (at, zone, now) => {
  const day = dayInWords(at, zone);
  return day === dayInWords(now, zone) ? hourInWords(at, zone) : `${day}, ${hourInWords(at, zone)}`;
};

/** The hour without seconds and with its zone, "10:30 WIB". @param {string|number} at @param {string=} zone */
export const hourInWords = (at, zone) => `${hourOf(at, zone).slice(0, 5)}${zone ? ` ${zone}` : ""}`;
