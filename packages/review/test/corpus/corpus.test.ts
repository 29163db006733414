import { describe, expect, test } from "vitest";
import { compareDocuments } from "../../src/compare/compare-documents.ts";
import { judgeChanges } from "../../src/judge-changes.ts";
import { cases, loadCase } from "./cases.ts";
import { checkData } from "./check-data.ts";
import { refuteWitnesses } from "./refute-witnesses.ts";

test("has at least 90 cases, each of which argues its verdict", () => {
  expect(cases.length).toBeGreaterThanOrEqual(90);
  for (const { name, expected } of cases) {
    expect(expected.argument, name).toMatch(/\.$/);
    expect(expected.from, name).toMatch(/./);
  }
});

describe.each(cases)("$name", (given) => {
  const { expected } = given;

  test("is rated as the corpus argues", async () => {
    const sides = await loadCase(given);
    const { changes } = await compareDocuments(sides.base, sides.head);
    const { verdict, semver, promises } = judgeChanges(
      changes.map((change) => ({ ...change, fingerprint: "", approval: undefined })),
    );
    expect({ verdict, semver, promises }).toEqual({
      verdict: expected.verdict,
      semver: expected.semver,
      promises: expected.promises,
    });
    expect(changes).toHaveLength(expected.changes ?? changes.length);
    expect(changes.map(({ sentence }) => sentence).join(" ")).toContain(expected.mentions ?? "");
    expect(refuteWitnesses(changes, sides)).toEqual([]);
    expect(checkData(expected.data ?? [], sides)).toEqual(expected.data ?? []);
  });
});
