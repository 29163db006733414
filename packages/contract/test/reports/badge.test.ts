import { expect, test } from "vitest";
import { formatBadge } from "../../src/reports/badge.ts";
import { createResults, createRun } from "../support/results.ts";

// shields.io refuses any other property (https://shields.io/badges/endpoint-badge).
test.each([
  [/./, "3 failed, 1 passed", "red"],
  [/passed|warned/, "1 passed, 1 warned", "yellow"],
  [/passed|inconclusive/, "1 passed", "brightgreen"],
  [/inconclusive|not-applicable/, "nothing tested", "lightgrey"],
])("counts the outcomes %s", (outcomes, message, color) => {
  const results = createResults("whale").filter(({ outcome }) => outcomes.test(outcome));
  expect(JSON.parse(formatBadge(createRun("whale", results)))).toEqual({
    ...{ schemaVersion: 1, label: "completions contract", message, color },
  });
});
