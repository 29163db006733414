import { expect, test } from "vitest";
import { canonicalize } from "../../src/canonical/index.ts";
import type { Schema } from "../../src/model/schema.ts";

const text = { type: "string" };
const nothing = { type: "null" };
const letters = { enum: ["a", "b"] };
const prompt = (minItems: object) => ({
  oneOf: [
    text,
    { type: "array", items: text, ...minItems },
    { type: "array", items: { type: "integer" }, ...minItems },
    { type: "array", items: { type: "array", items: { type: "integer" } }, ...minItems },
  ],
});

const pairs: Record<string, readonly [Schema, Schema]> = {
  "texts, examples and extensions": [
    { type: "string", title: "Text", description: "A text", example: "a", "x-rules": ["a"], format: "uri" },
    text,
  ],
  "`additionalProperties: {}`": [{ type: "object", additionalProperties: {} }, { type: "object" }],
  "`minLength: 0`": [{ type: "string", minLength: 0 }, text],
  "`const`": [{ const: "a" }, { type: "string", enum: ["a"] }],
  "an unreachable enum value": [{ type: "string", enum: ["a", "b", 5, null] }, letters],
  "order of sets": [
    { type: ["null", "object"], required: ["b", "a"], properties: { a: text, b: text } },
    { properties: { b: text, a: text }, required: ["a", "b"], type: ["object", "null"] },
  ],
  "an exclusive bound of integers": [
    { type: "integer", exclusiveMinimum: -1, maximum: 9.5 },
    { type: "integer", minimum: 0, exclusiveMaximum: 10 },
  ],
  "`allOf` of an object in two": [
    { allOf: [{ type: "object", properties: { a: text }, required: ["a"] }, { properties: { b: text } }] },
    { type: "object", properties: { a: text, b: text }, required: ["a"] },
  ],
  "`allOf` of one branch": [{ allOf: [text], description: "A text" }, text],
  "`oneOf` of one branch": [{ oneOf: [text] }, text],
  "`anyOf` of bare types": [{ anyOf: [text, { type: "integer" }] }, { type: ["integer", "string"] }],
  "`oneOf` with null": [
    { oneOf: [{ type: "string", minLength: 1 }, nothing] },
    { type: ["string", "null"], minLength: 1 },
  ],
  "an enum with null": [{ oneOf: [letters, nothing] }, { type: ["string", "null"], enum: ["a", "b", null] }],
  "a union in a union": [
    { oneOf: [{ oneOf: [text, { type: "array", items: text }] }, nothing] },
    { anyOf: [nothing, { type: "array", items: text }, text] },
  ],
  "null beside a union whose branches overlap": [
    {
      anyOf: [
        {
          oneOf: [
            { type: "object", required: ["a"] },
            { type: "object", required: ["b"] },
          ],
        },
        nothing,
      ],
    },
    { oneOf: [nothing, { type: "object", required: ["a"] }, { type: "object", required: ["b"] }] },
  ],
  "`unevaluatedProperties` without another schema": [
    { type: "object", properties: { a: text }, unevaluatedProperties: false },
    { type: "object", properties: { a: text }, additionalProperties: false },
  ],
  "an annotated enum": [
    {
      oneOf: [
        { const: "a", title: "A" },
        { const: "b", title: "B" },
      ],
    },
    letters,
  ],
  "the empty text excluded": [
    { type: "string", not: { enum: [""] } },
    { type: "string", minLength: 1 },
  ],
  "`not` twice": [{ not: { not: text } }, text],
  "lists that overlap only if empty": [prompt({ minItems: 1 }), prompt({})],
  "a union of objects told apart by a property": [
    { oneOf: [tagged("a", { b: text }), tagged("b", { c: text })] },
    { anyOf: [tagged("b", { c: text }), tagged("a", { b: text })] },
  ],
  "items that cannot be": [
    { type: "array", items: false },
    { type: "array", maxItems: 0 },
  ],
  "bounds that contradict each other": [{ type: ["string", "integer"], minimum: 2, maximum: 1 }, text],
  "bounds with nothing between": [{ type: ["string", "number"], minimum: 1, exclusiveMaximum: 1 }, text],
  "all types": [{ type: ["array", "boolean", "null", "number", "object", "string"] }, true],
  "what a bare type covers": [{ anyOf: [text, letters, { type: "string", maxLength: 5 }] }, text],
  "a closed object": [
    { allOf: [{ properties: { a: text }, additionalProperties: false }, { properties: { b: text } }] },
    { properties: { a: text }, additionalProperties: false },
  ],
};

function tagged(tag: string, properties: object): Schema {
  return { type: "object", required: ["tag"], properties: { tag: { const: tag }, ...properties } };
}

test.each(Object.entries(pairs))("%s", (_, [left, right]) => {
  expect(canonicalize({ schema: left, definitions: {} })).toEqual(
    canonicalize({ schema: right, definitions: {} }),
  );
});

const different: Record<string, readonly [Schema, Schema]> = {
  "`oneOf` of integer and number, which overlap": [
    { oneOf: [{ type: "integer" }, { type: "number" }] },
    { anyOf: [{ type: "integer" }, { type: "number" }] },
  ],
  "a pattern that excludes newlines": [
    { type: "string", pattern: ".+" },
    { type: "string", minLength: 1 },
  ],
  "a property": [{ type: "object", properties: { a: true } }, { type: "object" }],
};

test.each(Object.entries(different))("keeps apart: %s", (_, [left, right]) => {
  expect(canonicalize({ schema: left, definitions: {} })).not.toEqual(
    canonicalize({ schema: right, definitions: {} }),
  );
});
