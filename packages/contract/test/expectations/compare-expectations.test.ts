import { expect, test } from "vitest";
import { compareExpectations, formatChanges } from "../../src/expectations/compare-expectations.ts";
import type { Expectations, Expected } from "../../src/expectations/expectations.ts";
import type { CaseResult, Outcome } from "../../src/index.ts";
import { createResults, createRun } from "../support/results.ts";

const outcomes = ["passed", "failed", "warned", "flipped", "inconclusive", "not-applicable"] as const;

/** Returns the result of a case with an outcome. */
function resultOf(outcome: Outcome): CaseResult {
  const found = createResults("whale").find((result) => result.outcome === outcome);
  if (found === undefined) throw new Error(`There is no result that is ${outcome}.`);
  return { ...found, id: "usage" };
}

function expectThat(cases: Readonly<Record<string, Expected>>): Expectations {
  return { cases: new Map(Object.entries(cases)) };
}

test("a change is a new failure, an unexpected pass, or a verdict that is missing", () => {
  const table = Object.fromEntries(
    [...outcomes, undefined].map((expected) => [
      `${expected}`,
      outcomes.map((outcome) => {
        const run = createRun("", [resultOf(outcome)]);
        const changes = compareExpectations(
          run,
          expectThat(expected ? { usage: { outcome: expected } } : {}),
        );
        return changes[0]?.kind ?? "";
      }),
    ]),
  );
  const failure = "new-failure";
  expect(table).toEqual({
    //         passed, failed, warned, flipped, inconclusive, not-applicable
    passed: ["", failure, "", failure, "", "not-tested"],
    failed: ["unexpected-pass", "", "unexpected-pass", "", "", "not-tested"],
    warned: ["", failure, "", failure, "", "not-tested"],
    flipped: ["", "", "", "", "", "not-tested"],
    inconclusive: ["", failure, "", failure, "", ""],
    "not-applicable": ["", failure, "", failure, "", ""],
    undefined: ["", failure, "", failure, "", ""],
  });
});

test("a case that is expected and did not run has vanished, unless only some cases ran", () => {
  const run = createRun("", [resultOf("passed")]);
  const expectations = expectThat({ gone: { outcome: "passed" } });
  expect(compareExpectations(run, expectations)).toEqual([
    { id: "gone", kind: "vanished", expected: { outcome: "passed" } },
  ]);
  expect(compareExpectations(run, expectations, { isPartial: true })).toEqual([]);
});

test("the expectations of another face are refused", () => {
  const run = createRun("", []);
  expect(compareExpectations(run, { face: "completions", cases: new Map() })).toEqual([]);
  expect(() => compareExpectations(run, { face: "openai", cases: new Map() })).toThrow(
    "The expectations are about the face openai, and the run about completions.",
  );
});

test("changes are sentences with what a person wrote about them", () => {
  const expected = { outcome: "failed", reason: "no \u001Bseeds", issue: "https://example.com/1" } as const;
  expect(
    formatChanges([
      { id: "usage", kind: "new-failure" },
      { id: "seed-repeats", kind: "unexpected-pass", expected },
      { id: "a", kind: "not-tested", expected: { outcome: "passed" } },
      { id: "b", kind: "vanished", expected: { outcome: "passed" } },
    ]),
  ).toEqual([
    "usage fails, which is new",
    "seed-repeats passes, and is expected to fail (no \\u001bseeds, https://example.com/1)",
    "a can no longer be tested",
    "b is expected, and the run did not have it",
  ]);
});
