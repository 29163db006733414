import { expect, test } from "vitest";
import { groupByReason } from "../../src/reports/group-by-reason.ts";
import { groupFailures } from "../../src/reports/group-failures.ts";
import { createExchange } from "../support/results.ts";

const facts = { title: "", level: "must", durationMs: 0, exchanges: [createExchange("")] } as const;

test("failures that differ in their numbers only are one", () => {
  const failed = (id: string, expected: string, outcome: "failed" | "warned" = "failed") =>
    ({ ...facts, id, outcome, reason: "", failure: { expected, actual: `event ${id}` } }) as const;
  const groups = groupFailures(
    [failed("1", "a"), failed("2", "b"), failed("3", "a"), failed("4", "a", "warned"), failed("5", "a")],
    "completions",
  );
  expect(groups.map(({ result, others }) => [result.id, others])).toEqual([
    ["1", ["3", "5"]],
    ["2", []],
    ["4", []],
  ]);
  expect(groups[0]?.explained).toMatchObject({ wanted: "a", found: "event 1" });
});

test("cases without a verdict are grouped by reason, the inconclusive ones first", () => {
  const undecided = (id: string, outcome: "inconclusive" | "not-applicable", reason: string) =>
    ({ ...facts, id, outcome, reason }) as const;
  expect(
    groupByReason([
      undecided("a", "not-applicable", "no seeds"),
      undecided("b", "inconclusive", "-12 tokens are left"),
      undecided("c", "not-applicable", "no seeds"),
      undecided("d", "inconclusive", "3 tokens are left"),
    ]),
  ).toEqual([
    { outcome: "inconclusive", reason: "-12 tokens are left", ids: ["b", "d"] },
    { outcome: "not-applicable", reason: "no seeds", ids: ["a", "c"] },
  ]);
});
