import { readdirSync } from "node:fs";
import { basename } from "node:path";
import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { expect, test } from "vitest";
import { contractCases, listSpecElements } from "../src/index.ts";

const elements = listSpecElements(document);
const covered = new Set<string>(contractCases.flatMap(({ covers }) => covers));
const ids = contractCases.map(({ id }) => id);

test("a case covers each element of the spec", () => {
  expect(elements.filter((element) => !covered.has(element))).toEqual([]);
});

test("every covered element is in the spec", () => {
  expect([...covered].filter((element) => !elements.includes(element))).toEqual([]);
});

test("no two cases have the same id", () => {
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test("each file is named after its case, and each case is in the list", () => {
  const cases = new URL("../src/cases/", import.meta.url);
  const topics = readdirSync(cases, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = topics.flatMap(({ name }) =>
    readdirSync(new URL(name, cases)).map((file) => basename(file, ".ts")),
  );
  // One file generates its cases from the spec.
  const written = ids.filter((id) => !id.startsWith("example-"));
  expect([...written, "example-pairs"].sort()).toEqual(files.sort());
});
