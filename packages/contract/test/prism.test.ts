import { expect, test } from "vitest";
import { contractCases } from "../src/index.ts";
import { prismDifferences } from "./prism-differences.ts";
import { runCases } from "./support/run-cases.ts";
import { startPrism } from "./support/start-prism.ts";

// What our mock adds to Prism is what is in the list, no more and no less.
test("Prism alone fails just the cases that are listed", async () => {
  await using prism = await startPrism();
  // It leaves one request unanswered.
  const results = await runCases(prism.url, contractCases, 5000);
  const failed = results.filter(({ outcome }) => outcome === "failed").map(({ id }) => id);
  expect(failed.sort()).toEqual(Object.values(prismDifferences).flat().sort());
});
