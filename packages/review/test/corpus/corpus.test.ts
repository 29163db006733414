import { describe, expect, test } from "vitest";
import { promises } from "../../src/model/change.ts";
import { cases, loadCase } from "./cases.ts";
import { checkData } from "./check-data.ts";

test("has at least 90 cases, each of which argues its verdict", () => {
  expect(cases.length).toBeGreaterThanOrEqual(90);
  for (const { name, expected } of cases) {
    expect(expected.argument, name).toMatch(/\.$/);
    expect(expected.from, name).toMatch(/./);
  }
});

describe.each(cases)("$name", (given) => {
  const { expected } = given;

  test("the verdict follows from the promises", () => {
    const effects = promises.map((promise) => expected.promises[promise]);
    const worst = effects.includes("broken") ? "breaking" : effects.includes("unknown") ? "unknown" : "fine";
    expect(worst === "fine" ? ["none", "compatible"] : [worst]).toContain(expected.verdict);
    expect(expected.semver === "major").toBe(worst !== "fine");
    expect(expected.semver === "none").toBe(expected.verdict === "none");
  });

  test.runIf(expected.data)("the schemas agree with the data", async () => {
    const sides = await loadCase(given);
    expect(checkData(expected.data ?? [], sides)).toEqual(expected.data);
  });
});
