import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { covers, listRows } from "./compare-facts.ts";
import { specFacts } from "./spec-facts.ts";

type Entry = { rows: string; reason: string };
type Reference = {
  page: { definitions: Record<string, unknown> };
  exceptions: Entry[];
  additions: Entry[];
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
    list: "exceptions",
    entries: exceptions,
  },
  {
    title: "the page has every row of the spec",
    unmatched: [...specRows.keys()].filter((path) => !pageRows.has(path)),
    list: "additions",
    entries: additions,
  },
])("$title", ({ unmatched, list, entries }) => {
  test("except for listed rows", () => {
    const unlisted = unmatched.filter((path) => !entries.some(({ rows }) => covers(rows, path)));
    expect(unlisted, `\`${list}\` in reference.yaml must cover these rows.`).toEqual([]);
  });

  test("and every listed row is needed and has a reason", () => {
    const isNeeded = ({ rows }: Entry) => unmatched.some((path) => covers(rows, path));
    expect(entries.filter((entry) => !entry.reason || !isNeeded(entry))).toEqual([]);
  });
});
