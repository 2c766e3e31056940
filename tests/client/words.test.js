/** Every word the pages ask for is in the catalogue, and every refusal of the server has its sentence. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");
const catalogue = (name) => JSON.parse(readFileSync(join(ROOT, `client/words/id/${name}.json`), "utf8"));
const source = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .filter((name) => /\.(js|py)$/.test(name))
    .map((name) => readFileSync(join(ROOT, folder, name), "utf8"))
    .join("\n");

test("every word of the exam page is there", () => {
  const texts = { ...catalogue("shared"), ...catalogue("exam"), ...catalogue("errors") };
  const asked = [...source("client/pages/exam").matchAll(/\bsay\(\s*"([a-z_]+)"/g)].map(([, key]) => key);
  assert.ok(asked.length > 50, "the search itself must find words");
  assert.deepEqual(asked.filter((key) => !(key in texts)), []);
});

test("every word of the exam page is used", () => {
  const written = source("client/pages") + source("client/shared");
  const families = /^(pause|cause|camera|look|hint|slot|rule|end|privacy|save|refused|officer|camera_\w+_help)_/;
  const unused = Object.keys(catalogue("exam")).filter((key) => !families.test(key) && !written.includes(`"${key}"`));
  assert.deepEqual(unused, []);
});

test("every refusal of the server has a sentence", () => {
  const errors = catalogue("errors");
  const server = ["server/exam", "server/web", "server/workflows", "server/realtime"].map(source).join("\n");
  const codes = [...server.matchAll(/^ {4}code(?:, status)?(?:: str)? = "([a-z_]+)"/gm)].map(([, code]) => code);
  assert.ok(codes.length > 30, "the search itself must find codes");
  assert.deepEqual(codes.filter((code) => !(code in errors)), []);
});

test("every cause that covers the questions or costs time has its words", () => {
  const exam = catalogue("exam");
  const causes = [...readFileSync(join(ROOT, "server/exam/ledger.py"), "utf8").matchAll(/^ {4}[A-Z_]+ = "([a-z_]+)"/gm)].map(([, cause]) => cause);
  assert.ok(causes.includes("mismatch"));
  for (const cause of causes.filter((one) => !["stops", "runs"].includes(one))) assert.ok(`cause_${cause}` in exam, cause);
});
