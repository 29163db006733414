import { readdirSync } from "node:fs";
import { basename } from "node:path";
import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { expect, test } from "vitest";
import { contractCases, listSpecElements } from "../src/index.ts";

const elements = listSpecElements(document);
const covered = new Set<string>(contractCases.flatMap(({ covers }) => covers));
const ids = contractCases.map(({ id }) => id);

test("each element of the spec is covered by a case", () => {
  expect(elements.filter((element) => !covered.has(element))).toEqual([]);
});

test("no case covers what the spec does not have", () => {
  expect([...covered].filter((element) => !elements.includes(element))).toEqual([]);
});

test("no two cases have the same id", () => {
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test("each file has the case of its name, and each case is in the list", () => {
  const cases = new URL("../src/cases/", import.meta.url);
  const topics = readdirSync(cases, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = topics.flatMap(({ name }) =>
    readdirSync(new URL(name, cases)).map((file) => basename(file, ".ts")),
  );
  // One file makes its cases out of the spec.
  const written = ids.filter((id) => !id.startsWith("example-"));
  expect([...written, "example-pairs"].sort()).toEqual(files.sort());
});
