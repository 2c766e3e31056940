/** Which kept answers the server still lacks, and in what order they go: the outbox's arithmetic, without a browser. */

/** @typedef {{sitting: string, item: string, option: string|null, doubtful: boolean, revision: number, client_at: string}} Kept */
/** @typedef {{option: string|null, revision: number, doubtful: boolean}} Answer */

/** @param {Kept} one @param {Kept} other */
const earlierFirst = (one, other) =>
  one.client_at < other.client_at ? -1 : one.client_at > other.client_at ? 1 : one.revision - other.revision;

/**
 * An equal revision on the server wins: it was made on another PC, or is this very answer.
 * @param {readonly Kept[]} kept @param {Readonly<Record<string, Answer>>} stored what the server has @returns {Kept[]}
 */
export const lacking = (kept, stored) =>
  kept.filter(({ item, revision }) => revision > (stored[item]?.revision ?? 0)).sort(earlierFirst);

/** @param {Readonly<Record<string, Answer>>} stored @param {readonly Kept[]} kept @returns {Record<string, Answer>} what the person last meant */
export const merged = (stored, kept) => ({
  ...stored,
  ...Object.fromEntries(lacking(kept, stored).map(({ item, option, doubtful, revision }) => [item, { option, doubtful, revision }])),
});

/** @template T @param {readonly T[]} all @param {number} size @returns {T[][]} */
export const batches = (all, size) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

/**
 * How long to wait before the next try: 1, 2, 4, 8, at most 10 seconds, spread so that a hall does not come back as one.
 * @param {number} failures @param {number} chance 0..1
 */
export const waitMs = (failures, chance) => Math.min(10_000, 1_000 * 2 ** Math.max(0, failures - 1)) * (0.5 + chance / 2);
