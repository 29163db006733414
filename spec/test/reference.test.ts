import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { covers, listRows } from "./compare-facts.ts";
import { specFacts } from "./spec-facts.ts";

type Argued = { rows: string; reason: string };
type Reference = {
  page: { definitions: Record<string, unknown> };
  exceptions: Argued[];
  additions: Argued[];
};

const { page, exceptions, additions }: Reference = parse(
  readFileSync(new URL("../reference.yaml", import.meta.url), "utf8"),
);
const pageRows = listRows(page);
const specRows = listRows(specFacts(Object.keys(page.definitions)));

describe.each([
  {
    title: "the spec has every row of the page, with the same value",
    unmatched: [...pageRows].filter(([path, value]) => specRows.get(path) !== value).map(([path]) => path),
    argued: exceptions,
  },
  {
    title: "the page has every row of the spec",
    unmatched: [...specRows.keys()].filter((path) => !pageRows.has(path)),
    argued: additions,
  },
])("$title", ({ unmatched, argued }) => {
  test("save for those that are argued", () => {
    expect(unmatched.filter((path) => !argued.some(({ rows }) => covers(rows, path)))).toEqual([]);
  });

  test("and every argument is needed and has a reason", () => {
    const isNeeded = ({ rows }: Argued) => unmatched.some((path) => covers(rows, path));
    expect(argued.filter((entry) => !entry.reason || !isNeeded(entry))).toEqual([]);
  });
});
