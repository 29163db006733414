import { expect, test } from "vitest";
import { describeFault, describeType, either } from "../scripts/words.ts";

test.each([
  ["minLength", 1, "must not be empty"],
  ["minLength", 2, "must have at least 2 characters"],
  ["minItems", 2, "must have at least 2 items"],
  ["maxLength", 1, "must have at most 1 character"],
  ["maxItems", 2, "must have at most 2 items"],
  ["const", null, "must be null"],
  ["enum", ["a", 1], 'must be "a" or 1'],
])("a fault of %s %j %s", (keyword, limit, message) => {
  expect(describeFault(keyword, limit)).toBe(message);
});

test("a type says what its items are", () => {
  const booleans = { type: "array", items: { type: "boolean" } } as const;
  expect(describeType({ type: "array", items: booleans })).toBe("an array of arrays of booleans");
});

test.each([
  [["a"], "a"],
  [["a", "b", "a"], "a or b"],
  [["a", "b", "c"], "a, b or c"],
])("either of %j is %s", (alternatives, words) => {
  expect(either(alternatives)).toBe(words);
});
