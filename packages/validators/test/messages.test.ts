import { expect, test } from "vitest";
import { describeRequirement, describeType, joinWithOr } from "../src/generator/messages.ts";

test.each([
  ["minLength", 1, "must not be empty"],
  ["minLength", 2, "must have at least 2 characters"],
  ["minItems", 2, "must have at least 2 items"],
  ["maxLength", 1, "must have at most 1 character"],
  ["maxItems", 2, "must have at most 2 items"],
  ["const", null, "must be null"],
  ["enum", ["a", 1], 'must be "a" or 1'],
])("a value that %s %j refuses %s", (keyword, limit, message) => {
  expect(describeRequirement(keyword, limit)).toBe(message);
});

test("a pattern comes with an example if there is one", () => {
  expect(describeRequirement("pattern", "^a+$")).toBe("must match ^a+$");
  expect(describeRequirement("pattern", "^a+$", ["aa", "aaa"])).toBe("must match ^a+$, for example aa");
});

test("the description of an array includes the type of its items", () => {
  const booleans = { type: "array", items: { type: "boolean" } } as const;
  expect(describeType({ type: "array", items: booleans })).toBe("an array of arrays of booleans");
});

test.each([
  [["a"], "a"],
  [["a", "b", "a"], "a or b"],
  [["a", "b", "c"], "a, b or c"],
])("the alternatives %j are joined as %s", (alternatives, joined) => {
  expect(joinWithOr(alternatives)).toBe(joined);
});
