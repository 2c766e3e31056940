/** The rows of one slot: read from pages, brought up to date by changes, ranked. Plain data, pure functions (docs/contract.md). */

/** @typedef {import("../../shared/wire.js").RowState} RowState */
/** @typedef {import("../../shared/wire.js").BoardRow} Row */
/** @typedef {ReadonlyMap<number, Row>} Rows */
/** @typedef {{rank: number|null, row: Row}} Ranked */
/** @typedef {import("../../shared/wire.js").BoardColumn} Column */
/** @typedef {Pick<import("../../shared/wire.js").BoardChanges, "changed"|"added"|"removed">} Changes */

const SCORE = "score ";

/** @param {Row & {rank?: number|null}} given @returns {Row} */
const rowOf = ({ rank: _, ...row }) => row;

/** @param {readonly {rows: Row[]}[]} pages @returns {Rows} */
export const rowsOf = (pages) => new Map(pages.flatMap((page) => page.rows).map((row) => [row.ref, rowOf(row)]));

/** @param {string|number[]} steps */
const stepsOf = (steps) => (typeof steps === "string" ? [...steps].map((digit) => parseInt(digit, 36)) : steps);

/** @param {Column[1]} values @param {number=} unit */
const valuesOf = (values, unit) => {
  if (typeof values !== "string") return values;
  if (unit) return [...values].map((digit) => parseInt(digit, 36) * unit);
  return (values.match(/../g) ?? []).map((digits) => parseInt(digits, 16));
};

/** A total is as unknown as its parts. @param {readonly (number|null)[]} scores @returns {number|null} */
const sum = (scores) => scores.reduce((total, score) => (total === null || score === null ? null : total + score), /** @type {number|null} */ (0));

/** @param {string|number|boolean|null} value */
const points = (value) => (value === null ? null : Number(value));

/**
 * @param {Row} row @param {string} name @param {string|number|boolean|null} value @param {readonly string[]} sections
 * @returns {Row}
 */
const withCell = (row, name, value, sections) => {
  if (name === "total") return { ...row, total: value === null ? sum(row.scores) : Number(value) };
  if (!name.startsWith(SCORE)) return { ...row, [name]: value };
  const at = sections.indexOf(name.slice(SCORE.length));
  const scores = row.scores.map((score, index) => (index === at ? points(value) : score));
  return { ...row, scores, total: sum(scores) };
};

/**
 * Applying the same changes twice does no harm: values are absolute. A total that is no plain sum comes after the scores.
 * @param {Rows} rows @param {Changes} changes @param {readonly string[]} sections
 * @returns {{rows: Rows, touched: string[]}} `touched` names cells, "12 total", for the eye
 */
export const brought = (rows, changes, sections) => {
  const next = new Map(rows);
  const touched = new Set();
  for (const ref of changes.removed) next.delete(ref);
  const columns = Object.entries(changes.changed).sort(([name]) => (name === "total" ? 1 : -1));
  for (const [name, [steps, values, unit]] of columns) {
    const news = valuesOf(values, unit);
    let ref = 0;
    stepsOf(steps).forEach((step, index) => {
      ref += step;
      const row = next.get(ref);
      if (!row) return;
      const changed = withCell(row, name, news[index] ?? null, sections);
      next.set(ref, changed);
      touched.add(`${ref} ${name}`);
      if (changed.total !== row.total) touched.add(`${ref} total`);
    });
  }
  for (const row of changes.added) next.set(row.ref, rowOf(row));
  return { rows: next, touched: [...touched] };
};

/** @param {string} a @param {string} b */
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** @param {Row} row */
const stands = (row) => row.state !== "expected" && row.total !== null;

/**
 * Best first; who is equal in the total and every tie section shares the rank; whose score is not shown yet has none.
 * @param {Iterable<Row>} rows @param {readonly string[]} sections @param {readonly string[]} tieOrder
 * @returns {Ranked[]}
 */
export const ranked = (rows, sections, tieOrder) => {
  const ties = tieOrder.map((code) => sections.indexOf(code)).filter((index) => index >= 0);
  /** @param {Row} a @param {Row} b */
  const byMerit = (a, b) => {
    if (a.total !== b.total) return (b.total ?? 0) - (a.total ?? 0);
    const decisive = ties.find((index) => a.scores[index] !== b.scores[index]);
    return decisive === undefined ? 0 : (b.scores[decisive] ?? 0) - (a.scores[decisive] ?? 0);
  };
  const all = [...rows].sort((a, b) => byText(a.number, b.number));
  const begun = all.filter(stands).sort(byMerit);
  /** @type {Ranked[]} */
  const standing = [];
  begun.forEach((row, index) => {
    const before = standing[index - 1];
    const tied = before && byMerit(before.row, row) === 0;
    standing.push({ rank: tied ? before.rank : index + 1, row });
  });
  const others = all.filter((row) => row.state !== "expected" && !stands(row));
  return [...standing, ...[...others, ...all.filter((row) => row.state === "expected")].map((row) => ({ rank: null, row }))];
};
