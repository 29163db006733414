import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareExpectations } from "../../src/expectations/compare-expectations.ts";
import type { Expectations, Expected } from "../../src/expectations/expectations.ts";
import { formatExpectations } from "../../src/expectations/format-expectations.ts";
import { readExpectations } from "../../src/expectations/read-expectations.ts";
import { createResults, createRun } from "../support/results.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

const nothing: Expectations = { cases: new Map() };

test("a case has one line, in the order of the ids", () => {
  expect(formatExpectations(createRun("whale"), nothing)).toBe(`{
  "$schema": "https://unpkg.com/@completions-api/contract/schema/expectations.schema.json",
  "face": "completions",
  "cases": {
    "best-of-bounds": "not-applicable",
    "logprobs-shape": "not-applicable",
    "max-tokens-bound": "inconclusive",
    "seed-repeats": "flipped",
    "stream-comments": "warned",
    "text-prompt": "failed",
    "token-missing": "failed",
    "usage": "passed"
  }
}
`);
  expect(formatExpectations(createRun("whale", []), nothing)).toContain('"cases": {}\n');
});

test("reasons, links, and what the run did not decide stay", () => {
  const why = { reason: "no seeds", issue: "https://example.com/1" };
  const cases = new Map<string, Expected>([
    ["seed-repeats", { outcome: "failed", ...why }],
    ["max-tokens-bound", { outcome: "failed", issue: "https://example.com/2" }],
    ["usage", { outcome: "failed", ...why }],
    ["other", { outcome: "failed", reason: '"quoted"' }],
  ]);
  const lines = formatExpectations(createRun("whale"), { cases }).split("\n");
  expect(lines).toContain(
    '    "seed-repeats": { "outcome": "flipped", "reason": "no seeds", "issue": "https://example.com/1" },',
  );
  expect(lines).toContain(
    '    "max-tokens-bound": { "outcome": "failed", "issue": "https://example.com/2" },',
  );
  expect(lines).toContain('    "other": { "outcome": "failed", "reason": "\\"quoted\\"" },');
  // It passes, so there is nothing left to explain.
  expect(lines).toContain('    "usage": "passed"');
});

test("what is written is read again, expects the run it is about, and does not change", async () => {
  using folder = createTemporaryFolder();
  const file = join(folder.path, "expect.json");
  const result = fc.constantFrom(...createResults("whale"));
  const results = fc.uniqueArray(
    fc.tuple(result, fc.string({ minLength: 1 })).map(([one, id]) => ({ ...one, id })),
    { selector: ({ id }) => id },
  );
  await fc.assert(
    fc.asyncProperty(results, fc.string(), async (results, reason) => {
      const run = createRun("whale", results);
      const previous = {
        cases: new Map(results.map(({ id }) => [id, { outcome: "failed", reason } as const])),
      };
      const text = formatExpectations(run, previous);
      writeFileSync(file, text);
      const expectations = await readExpectations(file);
      expect(compareExpectations(run, expectations)).toEqual([]);
      expect(formatExpectations(run, expectations)).toBe(text);
    }),
  );
});
