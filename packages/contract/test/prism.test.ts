import { expect, test } from "vitest";
import { casesOf } from "../src/index.ts";
import { prismDifferences } from "./prism-differences.ts";
import { runCases } from "./support/run-cases.ts";
import { startPrism } from "./support/start-prism.ts";

const unanswered = prismDifferences["It never responds to invalid JSON."] ?? [];

// The list is exactly what our mock adds to Prism.
test("Prism alone fails exactly the listed cases", async () => {
  await using prism = await startPrism();
  const cases = casesOf("completions");
  const results = await Promise.all([
    runCases(prism.url, { cases: cases.filter(({ id }) => !unanswered.includes(id)) }),
    // These cases wait until their time is up.
    runCases(prism.url, { cases: cases.filter(({ id }) => unanswered.includes(id)), timeout: 2000 }),
  ]);
  const failed = results.flat().filter(({ outcome }) => outcome === "failed" || outcome === "warned");
  expect(failed.map(({ id }) => id).sort()).toEqual(Object.values(prismDifferences).flat().sort());
});
