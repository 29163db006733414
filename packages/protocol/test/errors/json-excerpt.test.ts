import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonExcerpt } from "../../src/errors/json-excerpt.ts";

test("returns the beginning of what JSON.stringify returns", () => {
  const unit = fc.oneof(
    fc.constantFrom("😀", "\uD83D", "\uDE00", '"', "\u2028"),
    fc.string({ maxLength: 1 }),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit, maxLength: 600 }),
      fc.jsonValue(),
      fc.array(tie("tree")),
      fc.dictionary(fc.string({ unit }), tie("tree")),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(jsonExcerpt(value)).toBe(Array.from(JSON.stringify(value)).slice(0, 256).join(""));
    }),
  );
});

test("returns null for values that are missing or not in JSON", () => {
  expect(jsonExcerpt(undefined)).toBe("null");
  expect(jsonExcerpt(Number.POSITIVE_INFINITY)).toBe("null");
});

test("never ends with half a character", () => {
  const excerpt = jsonExcerpt("😀".repeat(1000));
  expect(excerpt).toBe(`"${"😀".repeat(255)}`);
});

test("handles deep and large values", () => {
  const depth = 100_000;
  const deep: unknown = JSON.parse("[".repeat(depth) + "]".repeat(depth));
  expect(jsonExcerpt(deep)).toBe("[".repeat(256));
  const deepObjects: unknown = JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
  expect(jsonExcerpt(deepObjects)).toBe('{"a":'.repeat(52).slice(0, 256));
  expect(jsonExcerpt({ long: "x".repeat(2 ** 21) })).toBe(`{"long":"${"x".repeat(247)}`);
});
