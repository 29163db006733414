import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAjv } from "../scripts/create-ajv.ts";
import type { Schema } from "../scripts/schema.ts";
import { near } from "./near.ts";

const text: Schema = { type: "string" };
const texts: Schema = { type: "array", minItems: 1, items: text };
const cat: Schema = {
  type: "object",
  required: ["meow"],
  properties: { name: text, meow: { type: "boolean" } },
};
const dog: Schema = { type: "object", required: ["name", "bark"], properties: { name: text, bark: text } };

describe("a union whose branches can be told apart is decided as plain ajv decides it", () => {
  test.each<[string, Schema]>([
    [
      "by type",
      { oneOf: [text, { type: "integer", minimum: 3 }, { type: "boolean" }, { type: "null" }, texts, cat] },
    ],
    [
      "by the type of the first item",
      { oneOf: [{ ...texts, items: { type: "number" } }, texts, { ...texts, items: texts }] },
    ],
    ["by a property", { oneOf: [dog, cat] }],
  ])("%s", (_, schema) => {
    const ours = createAjv().compile(schema);
    const plain = new Ajv().compile(schema);
    fc.assert(
      fc.property(near(schema), (value) => {
        expect(ours(value)).toBe(plain(value));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("where a value may be in two branches of a union, there is no code", () => {
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
    expect(() => createAjv().compile(schema)).toThrow("more than one of these branches");
  });

  test("any type", () => {
    expect(() => createAjv().compile({ oneOf: [text, { minLength: 1 }] })).toThrow("needs a type");
  });
});

describe("what would be checked in no way, or reported without words, stops the generator", () => {
  test.each<[string, object, string]>([
    ["a keyword that ajv does not know", { type: "string", "min-length": 1 }, "min-length"],
    ["a bound of values of any type", { minimum: 1 }, 'missing type "number"'],
    ["a keyword without words", { type: "integer", multipleOf: 2 }, "multipleOf"],
    ["a required property that is not described", { ...cat, required: ["purr"] }, "purr"],
    ["a negation", { ...cat, not: { required: ["bark"] } }, "bark"],
  ])("%s", (_, schema, words) => {
    expect(() => createAjv().compile(schema)).toThrow(words);
  });
});
