import { expect, test } from "vitest";
import type { JsonObject } from "../../src/model/json.ts";
import { createIncludes } from "../../src/schemas/includes/index.ts";

type Pair = readonly [sub: JsonObject, sup: JsonObject];

/** Pairs in which the first schema certainly allows no more than the second. Random schemas seldom meet them. */
const included: readonly Pair[] = [
  [{ multipleOf: 6 }, { multipleOf: 3 }],
  [{ type: "array", maxItems: 1 }, { uniqueItems: true }],
  [
    { type: "array", contains: { type: "integer" }, minContains: 2 },
    { contains: { type: "number" }, minContains: 1 },
  ],
  [{ type: "object", required: ["a", "b"] }, { minProperties: 2 }],
  [{ type: "object", required: ["b"] }, { dependentRequired: { a: ["b"] } }],
  [
    { if: { type: "object" }, unevaluatedProperties: false },
    { if: { type: "object" }, unevaluatedProperties: false },
  ],
];

/** Pairs that look alike, but in which the first schema allows a value that the second refuses. */
const different: readonly Pair[] = [
  [{ multipleOf: 5 }, { multipleOf: 3 }],
  [{ type: "array", maxItems: 2 }, { uniqueItems: true }],
  [
    { type: "array", contains: true },
    { contains: true, minContains: 2, maxContains: 3 },
  ],
  [
    { type: "array", contains: true, maxContains: 3 },
    { contains: true, minContains: 2, maxContains: 3 },
  ],
  [{ type: "object", required: ["a"] }, { minProperties: 2 }],
  [{ type: "object", required: ["a"] }, { dependentRequired: { a: ["b"] } }],
  [{ type: "object", properties: { a: true } }, { unevaluatedProperties: false }],
  [{ exclusiveMaximum: 1 }, { maximum: 0 }],
];

test("what structure shows to be included is proven", () => {
  for (const [sub, sup] of included)
    expect([sub, sup, createIncludes({})(sub, sup)]).toEqual([sub, sup, true]);
});

test("a schema that allows one value more is never proven to be included", () => {
  for (const [sub, sup] of different)
    expect([sub, sup, createIncludes({})(sub, sup)]).toEqual([sub, sup, false]);
});

test("a proof that rests on an assumption about recursion is forgotten with the assumption", () => {
  const item = (schema: JsonObject) => ({
    type: "object",
    properties: { next: schema, value: { type: "string" } },
  });
  const includes = createIncludes({
    narrow: { ...item({ $ref: "#/$defs/narrow" }), required: ["value"] },
    wide: item({ $ref: "#/$defs/wide" }),
  });
  const [narrow, wide] = [{ $ref: "#/$defs/narrow" }, { $ref: "#/$defs/wide" }];
  expect(includes(narrow, wide)).toBe(true);
  expect(includes(wide, narrow)).toBe(false);
});
