import { expect, test } from "vitest";
import { prismDifferences } from "./prism-differences.ts";
import { runCases } from "./support/run-cases.ts";
import { startPrism } from "./support/start-prism.ts";

// The list is exactly what our mock adds to Prism.
test("Prism alone fails exactly the listed cases", async () => {
  await using prism = await startPrism();
  // It never responds to one of the requests.
  const results = await runCases(prism.url, { timeout: 5000 });
  const failed = results.filter(({ outcome }) => outcome === "failed").map(({ id }) => id);
  expect(failed.sort()).toEqual(Object.values(prismDifferences).flat().sort());
});
