import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAjv } from "../src/generator/create-ajv.ts";
import type { Schema } from "../src/generator/schema.ts";
import { nearlyValid } from "./nearly-valid.ts";

const text: Schema = { type: "string" };
const texts: Schema = { type: "array", minItems: 1, items: text };
const cat: Schema = {
  type: "object",
  required: ["meow"],
  properties: { name: text, meow: { type: "boolean" } },
};
const dog: Schema = { type: "object", required: ["name", "bark"], properties: { name: text, bark: text } };

describe("accepts the same values as plain ajv for a union with distinct branches", () => {
  test.each<[string, Schema]>([
    [
      "by type",
      { oneOf: [text, { type: "integer", minimum: 3 }, { type: "boolean" }, { type: "null" }, texts, cat] },
    ],
    [
      "by the type of the first item",
      { oneOf: [{ ...texts, items: { type: "number" } }, texts, { ...texts, items: texts }] },
    ],
    [
      "by the type of the first item, which may be null",
      { oneOf: [texts, { ...texts, items: { type: "null" } }] },
    ],
    ["by a property", { oneOf: [dog, cat] }],
    [
      "by a property that only some branches require",
      {
        oneOf: [
          { type: "object", additionalProperties: false, properties: { name: text } },
          { ...cat, additionalProperties: false },
          { ...dog, additionalProperties: false, required: ["bark"] },
        ],
      },
    ],
    ["of unions", { oneOf: [{ oneOf: [text, cat] }, { type: "array", items: { oneOf: [text, cat] } }] }],
  ])("%s", (_, schema) => {
    const ours = createAjv().compile(schema);
    const plain = new Ajv().compile(schema);
    fc.assert(
      fc.property(nearlyValid(schema), (value) => {
        expect(ours(value)).toBe(plain(value));
      }),
      { numRuns: 1000 },
    );
  });
});

test("follows references to definitions of the same document", () => {
  const pet = { oneOf: [{ $ref: "#/$defs/dog" }, { $ref: "#/$defs/cat" }] };
  const ajv = createAjv().addSchema({ $defs: { cat, dog, pet } }, "pets");
  const check = ajv.compile({ $ref: "pets#/$defs/pet" });
  expect([{ meow: true }, { name: "a", bark: "b" }, { name: "a" }].map((value) => check(value))).toEqual([
    true,
    true,
    false,
  ]);
  expect(check.errors).toMatchObject([{ instancePath: "/bark", message: "is required" }]);
});

test("refuses unknown properties where they are, and names the known ones", () => {
  const check = createAjv().compile({ ...cat, additionalProperties: false });
  expect(check({ meow: true, "a/b~": 1 })).toBe(false);
  expect(check.errors).toMatchObject([
    { instancePath: "/a~1b~0", message: "is not a known property (known: name, meow)" },
  ]);
});

describe("generates no code if a value may match two branches of a union", () => {
  test.each<[string, Schema]>([
    ["two of a type", { oneOf: [text, { type: "string", minLength: 1 }] }],
    ["integers among numbers", { oneOf: [{ type: "integer" }, { type: "number", minimum: 9 }] }],
    ["empty arrays", { oneOf: [texts, { type: "array", items: { type: "integer" } }] }],
    ["first items of a type", { oneOf: [texts, { ...texts, items: { type: "string", minLength: 1 } }] }],
    [
      "arrays of arrays",
      {
        oneOf: [
          { ...texts, items: texts },
          { ...texts, items: { ...texts, items: cat } },
        ],
      },
    ],
    [
      "objects that require the same",
      { oneOf: [cat, { ...cat, properties: { ...cat.properties, age: text } }] },
    ],
  ])("%s", (_, schema) => {
    expect(() => createAjv().compile(schema)).toThrow("match more than one of these branches");
  });

  test("any type", () => {
    expect(() => createAjv().compile({ oneOf: [text, { minLength: 1 }] })).toThrow("needs one type");
  });
});

describe("generates no code that would skip a check or lack a message", () => {
  test.each<[string, object, string]>([
    ["a keyword that ajv does not know", { type: "string", "min-length": 1 }, "min-length"],
    ["a bound without a type", { minimum: 1 }, 'missing type "number"'],
    ["a keyword without a message", { type: "integer", multipleOf: 2 }, "multipleOf"],
    ["a required property that `properties` lacks", { ...cat, required: ["purr"] }, "purr"],
    ["a negation", { ...cat, not: { required: ["bark"] } }, "bark"],
  ])("%s", (_, schema, words) => {
    expect(() => createAjv().compile(schema)).toThrow(words);
  });
});
