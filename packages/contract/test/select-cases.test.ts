import { expect, test } from "vitest";
import { faceNames, suiteOf } from "../src/index.ts";
import { type Selection, selectCases, UnknownCase } from "../src/select-cases.ts";

function idsOf(selection: Selection): readonly string[] {
  return selectCases("openai", selection).map(({ id }) => id);
}

test.each(faceNames)("by default, the whole suite of the face %s", (face) => {
  expect(selectCases(face, {})).toEqual(suiteOf(face));
});

test("the cases that are named, in the order of the suite", () => {
  expect(idsOf({ only: ["text-prompt", "usage"] })).toEqual(["usage", "text-prompt"]);
  expect(idsOf({ only: ["text-prompt", "usage"], skip: ["usage"] })).toEqual(["text-prompt"]);
});

test("all cases but those that are left out", () => {
  expect(idsOf({ skip: ["usage"] })).toEqual(idsOf({}).filter((id) => id !== "usage"));
});

test("without what is only recommended", () => {
  const recommended = suiteOf("openai").filter(({ level }) => level === "should");
  expect(recommended.length).toBeGreaterThan(0);
  const left = new Set(idsOf({ level: "must" }));
  expect(idsOf({}).filter((id) => !left.has(id))).toEqual(recommended.map(({ id }) => id));
});

test.each<[option: string, Selection]>([
  ["only", { only: ["usage", "whale"] }],
  ["skip", { skip: ["whale"] }],
])("refuses a case that does not exist in %s", (_option, selection) => {
  expect(() => idsOf(selection)).toThrow(new UnknownCase('The face openai has no case "whale".'));
});
