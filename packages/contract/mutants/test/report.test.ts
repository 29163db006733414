import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromiumBinary } from "@completions-api/testing";
import { Ajv, type AnySchemaObject } from "ajv";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import type { MutantOutcome } from "../src/outcome.ts";
import { findInCatalogue } from "../src/report/find-in-catalogue.ts";
import { toPage } from "../src/report/to-page.ts";
import { toReport } from "../src/report/to-report.ts";

const schema: AnySchemaObject = createRequire(import.meta.url)(
  "mutation-testing-report-schema/mutation-testing-report-schema.json",
);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

const detectors = {
  "packages/contract/src/cases": [{ id: "seed-repeats", title: "The same seed </script>" }],
};
const common = {
  mutator: "requests",
  isArgued: false,
  testsCompleted: 1,
  durationMs: 1.5,
  place: findInCatalogue("requests", "seed-ignores-it"),
};
const outcomes: readonly MutantOutcome[] = [
  { ...common, id: "1", description: "ignores <!-- it", status: "Killed", killedBy: "seed-repeats" },
  { ...common, id: "2", description: "one that is missed", status: "Survived", reason: "99 cases ran" },
  { ...common, id: "3", description: "argued", status: "Ignored", isArgued: true, reason: "It may." },
  { ...common, id: "4", description: "hangs", status: "Timeout", replacement: "nothing" },
];
const report = toReport(outcomes, detectors);

test("a report follows the schema that Stryker publishes", () => {
  validate(report);
  expect(validate.errors).toBeNull();
  expect(validate({ ...report, files: { a: {} } })).toBe(false);
});

test("a mutant is at the id of the broken server in its file", () => {
  const [file] = Object.values(report.files);
  const { start, end } = file?.mutants[0]?.location ?? {};
  const line = file?.source.split("\n")[(start?.line ?? 0) - 1];
  expect(line?.slice((start?.column ?? 0) - 1, (end?.column ?? 0) - 1)).toBe('id: "seed-ignores-it"');
});

test("a broken server whose id is not a literal has no place", () => {
  expect(() => findInCatalogue("requests", "a-whale")).toThrow("does not name a-whale");
});

test.skipIf(!existsSync(chromiumBinary))("Stryker's elements show a report, and load nothing", async () => {
  await using browser = await chromium.launch({ executablePath: chromiumBinary });
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on("request", ({ url }) => requests.push(url()));
  await page.setContent(toPage(report, "The title"));
  const figures = page.locator("mte-metrics-table").first();
  await figures.getByText("requests.ts").first().waitFor();
  expect(await page.title()).toContain("The title");
  // Two of the three mutants that count were noticed.
  expect(await figures.getByText("66.67").count()).toBeGreaterThan(0);
  expect(requests.filter((url) => /^https?:/.test(url))).toEqual([]);
});
