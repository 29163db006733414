import { expect, test } from "vitest";
import { judge } from "../src/judge.ts";
import type { Outcome } from "../src/run-consumer.ts";
import { consumer } from "./support/consumer.ts";

const issue = "https://example.com/issues/1";
const fault = { whose: "generator", issue, why: "It cannot." } as const;

test.each<[outcome: Outcome, isExpected: boolean, state: string, text: string]>([
  ["ok", false, "passed", "ok"],
  ["ok", true, "failed", "ok, but `faults` expects a failure: remove the entry"],
  [{ no: "It failed." }, false, "failed", "no: It failed."],
  [{ no: "It failed." }, true, "passed", "no, as expected: It cannot."],
  ["not run", false, "skipped", "not run, because an earlier step failed"],
  ["not run", true, "failed", "not run, but `faults` has an entry: remove it"],
])("%j with a fault: %j is %s", (outcome, isExpected, state, text) => {
  const faults = isExpected ? { stream: fault } : {};
  expect(judge({ ...consumer, faults }, new Map([["stream", outcome]]))).toEqual([
    { check: "stream", state, text },
  ]);
});
