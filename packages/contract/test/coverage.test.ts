import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { describe, expect, test } from "vitest";
import { contractCases, listSpecElements } from "../src/index.ts";

const elements = listSpecElements(document);
const covered = new Set<string>(contractCases.flatMap(({ covers }) => covers));

describe("the cases", () => {
  test("cover every element of the spec", () => {
    expect(elements.filter((element) => !covered.has(element))).toEqual([]);
  });

  test("cover only what the spec has", () => {
    expect([...covered].filter((element) => !elements.includes(element))).toEqual([]);
  });

  test("have ids of their own", () => {
    const ids = contractCases.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});
