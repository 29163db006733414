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

/** One value or more of each kind, which every schema is tried with. */
export const edgeValues: readonly Json[] = [
  ...[null, true, false, "", "a", "b", "ab", "abc", -1, 0, 0.5, 1, 1.5, 2, 3],
  ...[[], ["a"], [0, 1], [[]], [null, "a", 1], ["a", "a"]],
  ...[{}, { a: "a" }, { b: null }, { c: 1 }, { a: 1, b: 2 }, { a: [], b: {}, c: "" }],
];

const size = fc.nat(3);
const bound = fc.constantFrom(-1, 0, 0.5, 1, 1.5, 2, 3);
const required = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 });

const numeric = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

interface Parts {
  readonly schema: Schema;
  readonly object: JsonObject;
}

/** Schemas without other schemas in them. */
const leaves: fc.Arbitrary<Schema> = fc.oneof(
  fc.boolean(),
  fc.constantFrom<Schema>(...types.map((type) => ({ type })), { enum: ["a", "b"] }, { enum: ["a", null] }),
  typed("integer", fc.boolean(), numeric),
  typed("number", fc.boolean(), numeric),
  typed("string", fc.boolean(), ["minLength", "maxLength", "pattern", "const", "enum"]),
);

const parts = fc.letrec<Parts>((tie: fc.LetrecTypedTie<Parts>) => ({
  object: fc.oneof(
    objectOf(tie("schema"), Object.keys(keywordsOf(tie("schema"))), 4),
    objectOf(tie("schema"), ["type", "enum", "anyOf", "oneOf", "allOf", "not"], 3),
    typed("object", tie("schema"), [
      ...["properties", "required", "additionalProperties", "allOf", "minProperties"],
    ]),
    typed("array", tie("schema"), ["items", "minItems", "maxItems", "prefixItems"]),
  ),
  schema: fc.oneof({ maxDepth: 2, withCrossShrink: true }, leaves, { arbitrary: tie("object"), weight: 3 }),
}));

/** Schemas of few names and small numbers, so that their keywords meet. */
export const schemas: fc.Arbitrary<Schema> = parts.schema;

/** Schemas that have all of some keywords, and perhaps some of others. */
export function schemasWith(
  always: readonly string[],
  sometimes: readonly string[] = [],
): fc.Arbitrary<JsonObject> {
  const inner = fc.oneof(
    leaves,
    objectOf(leaves, ["type", "items", "required", "properties", "anyOf", "allOf"], 2),
  );
  const keywords = keywordsOf(inner);
  const chosen = [...always, ...sometimes].map((name) => [name, keywords[name] ?? fc.constant(true)]);
  return fc.record(Object.fromEntries(chosen), { requiredKeys: [...always], noNullPrototype: true });
}

function objectOf(
  schema: fc.Arbitrary<Schema>,
  names: readonly string[],
  maxLength: number,
): fc.Arbitrary<JsonObject> {
  const keywords = keywordsOf(schema);
  return fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength }).chain((chosen) =>
    fc.record(Object.fromEntries(chosen.map((name) => [name, keywords[name] ?? fc.constant(true)])), {
      noNullPrototype: true,
    }),
  );
}

function typed(
  type: string,
  schema: fc.Arbitrary<Schema>,
  names: readonly string[],
): fc.Arbitrary<JsonObject> {
  return objectOf(schema, names, 3).map((object) => ({ type, ...object }));
}

function keywordsOf(schema: fc.Arbitrary<Schema>): Readonly<Record<string, fc.Arbitrary<Json>>> {
  const list = fc.array(schema, { minLength: 1, maxLength: 3 });
  return {
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
    items: schema,
    prefixItems: list,
    contains: schema,
    minContains: size,
    required,
    properties: mapOf(fc.constantFrom(...names), schema),
    additionalProperties: schema,
    patternProperties: mapOf(fc.constantFrom("a", "[ab]", "^c"), schema),
    propertyNames: schema,
    minProperties: size,
    maxProperties: size,
    dependentRequired: mapOf(fc.constantFrom(...names), required),
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: schema,
    if: schema,
    else: schema,
    unevaluatedProperties: schema,
    title: fc.constant("Title"),
    "x-extension": fc.constant(true),
  };
}

function mapOf<Value extends Json>(
  name: fc.Arbitrary<string>,
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<JsonObject> {
  return fc.dictionary(name, value, { maxKeys: 2, noNullPrototype: true });
}
