import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { azureFacts } from "./azure-facts.ts";
import { covers, listRows } from "./compare-facts.ts";
import { openaiFacts } from "./openai-facts.ts";

type Entry = { rows: string; reason: string };
type Facts = { definitions: Record<string, unknown> };
type Reference = { facts: Facts; exceptions: Entry[]; additions: Entry[] };

const read = (file: string) => parse(readFileSync(new URL(`../${file}`, import.meta.url), "utf8"));
const { page, ...azure } = read("reference.yaml");
const { document, ...openai } = read("openai-reference.yaml");

describe.each<{ file: string; reference: Reference; read: (names: string[]) => Record<string, unknown> }>([
  { file: "reference.yaml", reference: { facts: page, ...azure }, read: azureFacts },
  { file: "openai-reference.yaml", reference: { facts: document, ...openai }, read: openaiFacts },
])("$file", ({ reference: { facts, exceptions, additions }, read }) => {
  const theirs = listRows(facts);
  const ours = listRows(read(Object.keys(facts.definitions)));

  describe.each([
    {
      title: "the spec has every row of the reference, with the same value",
      unmatched: [...theirs].filter(([path, value]) => ours.get(path) !== value).map(([path]) => path),
      list: "exceptions",
      entries: exceptions,
    },
    {
      title: "the reference has every row of the spec",
      unmatched: [...ours.keys()].filter((path) => !theirs.has(path)),
      list: "additions",
      entries: additions,
    },
  ])("$title", ({ unmatched, list, entries }) => {
    test("except for listed rows", () => {
      const unlisted = unmatched.filter((path) => !entries.some(({ rows }) => covers(rows, path)));
      expect(unlisted, `\`${list}\` must cover these rows.`).toEqual([]);
    });

    test("and every listed row is needed and has a reason", () => {
      const isNeeded = ({ rows }: Entry) => unmatched.some((path) => covers(rows, path));
      expect(entries.filter((entry) => !entry.reason || !isNeeded(entry))).toEqual([]);
    });
  });
});
