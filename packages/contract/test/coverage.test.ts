import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { coveredElements, elements, operations } from "../mutants/src/spec/specs.ts";
import { contractCases } from "../src/index.ts";

const faces = ["completions", "openai"] as const;
const ids = contractCases.map(({ id }) => id);

test.each(faces)("a case covers each element of the spec of the face %s", (face) => {
  const covered = new Set(contractCases.flatMap((contractCase) => coveredElements(face, contractCase)));
  expect(elements[face].filter((element) => !covered.has(element))).toEqual([]);
});

test("every covered element is in the spec of one of the case's faces", () => {
  const unknown = contractCases.flatMap((contractCase) => {
    const known = faces.flatMap((face) => coveredElements(face, contractCase));
    return contractCase.covers.filter(
      (element) =>
        !faces.some((face) => known.includes(element.replace(operations.completions, operations[face]))),
    );
  });
  expect(unknown).toEqual([]);
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
  // One file generates its cases from the specs.
  const written = ids.filter((id) => !/^(openai-)?example-/.test(id));
  expect([...written, "example-pairs"].sort()).toEqual(files.sort());
});
