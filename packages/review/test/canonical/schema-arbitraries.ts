import fc from "fast-check";
import type { Json, JsonObject } from "../../src/model/json.ts";
import type { Schema } from "../../src/model/schema.ts";

const names = ["a", "b", "c"];
const types = ["array", "boolean", "integer", "null", "number", "object", "string"];
const patterns = ["", "^a", "b$", "^.*", "."];

/** Values at the edges of the schemas below, and random ones. */
export const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, "", "a", "b", "ab", "abc", 0, 1, 2, 3, -1, 0.5, 1.5, 2.5),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const size = fc.nat(3);
const bound = fc.constantFrom(-1, 0, 0.5, 1, 1.5, 2, 3);
const required = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 });

/** Schemas of few names and small numbers, so that their keywords meet. */
export const schemas: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema; keywords: Schema; leaf: Schema }>(
  (tie) => {
    const list = fc.array(tie("schema"), { minLength: 1, maxLength: 3 });
    const named = fc.dictionary(fc.constantFrom(...names), tie("schema"), {
      maxKeys: 2,
      noNullPrototype: true,
    });
    const keyword: Record<string, fc.Arbitrary<Json>> = {
      type: fc.oneof(
        fc.constantFrom(...types),
        fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
      ),
      const: values,
      enum: fc.array(values, { minLength: 1, maxLength: 4 }),
      minimum: bound,
      maximum: bound,
      exclusiveMinimum: bound,
      exclusiveMaximum: bound,
      multipleOf: fc.constantFrom(1, 2, 3),
      minLength: size,
      maxLength: size,
      pattern: fc.constantFrom(...patterns),
      minItems: size,
      maxItems: size,
      uniqueItems: fc.boolean(),
      items: tie("schema"),
      prefixItems: list,
      contains: tie("schema"),
      minContains: size,
      required,
      properties: named,
      additionalProperties: tie("schema"),
      patternProperties: fc.dictionary(fc.constantFrom("a", "[ab]", "^c"), tie("schema"), {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      }),
      propertyNames: tie("schema"),
      minProperties: size,
      maxProperties: size,
      dependentRequired: fc.dictionary(fc.constantFrom(...names), required, {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      allOf: list,
      anyOf: list,
      oneOf: list,
      not: tie("schema"),
      if: tie("schema"),
      else: tie("schema"),
      unevaluatedProperties: fc.oneof(fc.boolean(), tie("schema")),
      title: fc.constant("Title"),
      "x-extension": fc.constant(true),
    };
    const some = (keywords: readonly string[], maxLength: number): fc.Arbitrary<JsonObject> =>
      fc.uniqueArray(fc.constantFrom(...keywords), { minLength: 1, maxLength }).chain((chosen) =>
        fc.record(Object.fromEntries(chosen.map((name) => [name, keyword[name] ?? fc.constant(true)])), {
          noNullPrototype: true,
        }),
      );
    const typed = (type: string, keywords: readonly string[]) =>
      some(keywords, 3).map((schema): JsonObject => ({ type, ...schema }));
    return {
      leaf: fc.oneof(
        fc.boolean(),
        fc.constantFrom<Schema>(
          ...types.map((type) => ({ type })),
          { enum: ["a", "b"] },
          { enum: ["a", null] },
        ),
        typed("integer", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
        typed("number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
        typed("string", ["minLength", "maxLength", "pattern", "const", "enum"]),
      ),
      keywords: fc.oneof(
        some(Object.keys(keyword), 4),
        some(["type", "enum", "anyOf", "oneOf", "allOf", "not"], 3),
        typed("object", ["properties", "required", "additionalProperties", "allOf", "minProperties"]),
        typed("array", ["items", "minItems", "maxItems", "prefixItems"]),
      ),
      schema: fc.oneof({ maxDepth: 2, withCrossShrink: true }, tie("leaf"), {
        arbitrary: tie("keywords"),
        weight: 3,
      }),
    };
  },
).schema;
