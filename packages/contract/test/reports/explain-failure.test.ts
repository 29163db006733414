import { expect, test } from "vitest";
import type { CaseResult } from "../../src/index.ts";
import { explainFailure } from "../../src/reports/explain-failure.ts";
import { createExchange } from "../support/results.ts";

const facts = { title: "", level: "must", durationMs: 0, outcome: "failed", reason: "timed out" } as const;

function explain(failed: Partial<CaseResult> & { readonly id: string }) {
  const exchanges = [createExchange("first"), createExchange("second", 422)];
  return explainFailure({ ...facts, exchanges, ...failed } as never, "completions");
}

test("the source is the one that the failure names, or else a rule before an element of the spec", () => {
  const named = { expected: "a stream that keeps the rule stream-usage-last", actual: "", exchange: 0 };
  expect(explain({ id: "stream-grammar", failure: named }).source).toMatch(
    /^rule stream-usage-last: .*\(and \d+ more\)$/,
  );
  expect(explain({ id: "usage" }).source).toMatch(/^rule /);
  expect(explain({ id: "negative-temperature-maximum" }).source).toMatch(/^#\/.*\/maximum: `maximum` is 2\./);
  expect(explain({ id: "whale" })).not.toHaveProperty("source");
});

test("the exchange is the one that shows the failure, or else the last", () => {
  const failure = { expected: "a", actual: "b", exchange: 0 };
  expect(explain({ id: "usage", failure })).toMatchObject({
    got: ["HTTP 200, content-type: application/json", "first"],
    ...{ wanted: "a", found: "b" },
  });
  expect(explain({ id: "usage" })).toMatchObject({
    got: [expect.stringContaining("422"), "second"],
    found: "timed out",
  });
  expect(explain({ id: "usage" })).not.toHaveProperty("wanted");
});

test("a response that is missing, empty or cut off is said to be so", () => {
  const { response, ...request } = createExchange("half");
  const error = "other side closed";
  const got = (exchange: object) => explain({ id: "usage", exchanges: [exchange] as never }).got;
  expect(got({ ...request, error })).toEqual(["other side closed after 12 ms"]);
  expect(got(request)).toEqual(["no response"]);
  expect(got(createExchange(""))).toEqual([expect.stringContaining("HTTP 200"), "an empty body"]);
  expect(got({ ...request, response, error })).toEqual([
    ...[expect.stringContaining("HTTP 200"), "half", "other side closed after 12 ms"],
  ]);
});
