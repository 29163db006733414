import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCases } from "./read-cases.ts";

const page = new URL("../../../../.github/SECURITY.md", import.meta.url);
const text = readFileSync(page, "utf8").split("## Threat model")[1]?.split("### Not promised")[0] ?? "";
// The first two lines of a table are its head.
const rows = [...text.matchAll(/(?:^\|.*\n)+/gm)].flatMap(([table]) => table.trimEnd().split("\n").slice(2));
const tests = [...text.matchAll(/\]\((\.\.\/[^)\s]+\.(?:test\.ts|yaml))\)/g)].map(([, path = ""]) => path);

test("each bound of the threat model names a test, and each test exists", () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((row) => !/\]\(\.\.\/[^)]+\) +\|$/.test(row))).toEqual([]);
  expect(tests.filter((path) => !existsSync(new URL(path, page)))).toEqual([]);
});

test("the threat model names each hostile case", () => {
  const unnamed = readCases().filter(({ id }) => !tests.some((path) => path.endsWith(`/cases/${id}.yaml`)));
  expect(unnamed.map(({ id }) => id)).toEqual([]);
});
