import fc from "fast-check";
import { expect, test } from "vitest";
import { dropAnnotations } from "../../src/canonical/rewrites/drop-annotations.ts";
import { rewrites } from "../../src/canonical/rewrites/index.ts";
import type { Rewrite } from "../../src/canonical/rewrites/rewrite.ts";
import { unevaluatedToAdditional } from "../../src/canonical/rewrites/unevaluated-to-additional.ts";
import type { Json, JsonObject } from "../../src/model/json.ts";
import type { Schema } from "../../src/model/schema.ts";
import { edgeValues, schemas, schemasWith, values } from "./schema-arbitraries.ts";
import { createValidator } from "./validator.ts";

const bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
const ofObjects = ["properties", "required", "additionalProperties", "patternProperties"];
const ofLists = ["items", "prefixItems", "minItems", "maxItems"];
const neutral = {
  minLength: 0,
  minItems: 0,
  minProperties: 0,
  additionalProperties: true,
  items: true,
  required: [],
};

const bare = ["array", "boolean", "integer", "null", "number"].map((type) => ({ type }));

const mergeable: readonly JsonObject[] = [
  { enum: ["a", 1] },
  { enum: [null, "a"] },
  { type: "string", minLength: 2 },
  { type: "object", not: { type: "string" } },
];

const few = fc.constantFrom<Schema>({ type: "string" }, { type: "integer" }, true, false);
const partsOfAllOf = [
  fc.record<JsonObject>(
    {
      properties: fc.dictionary(fc.constantFrom("a", "b"), few, { noNullPrototype: true }),
      additionalProperties: few,
      patternProperties: fc.constantFrom<JsonObject>({ a: { type: "string" } }, { c: true }),
    },
    { requiredKeys: ["properties", "additionalProperties"], noNullPrototype: true },
  ),
  fc.record<JsonObject>(
    { items: few, prefixItems: fc.array(few, { minLength: 1, maxLength: 2 }) },
    { requiredKeys: ["items"], noNullPrototype: true },
  ),
  schemasWith(["minimum", "maxLength"], ["maximum", "minLength", "exclusiveMinimum", "enum"]),
  fc.record<JsonObject>({ not: few, if: few, else: few }, { requiredKeys: ["not"], noNullPrototype: true }),
];

const branches = [
  schemasWith([], ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]).map((schema) => ({
    ...schema,
    type: "integer",
  })),
  fc.tuple(few, fc.nat(1)).map(([items, minItems]) => ({ type: "array", items, minItems })),
  fc.tuple(partsOfAllOf[0] ?? few, fc.constantFrom(["a"], ["b"])).map(([schema, required]) => ({
    ...(schema as JsonObject),
    type: "object",
    required,
  })),
  fc.tuple(few, few).map((anyOf) => ({ anyOf })),
];

/** Schemas that give each rewrite something to do. */
const inputs: Record<string, fc.Arbitrary<JsonObject>> = {
  applyEnum: schemasWith(
    ["enum"],
    ["type", "minimum", "maxLength", "contains", "not", "anyOf", "oneOf", ...ofObjects, ...ofLists],
  ),
  constToEnum: schemasWith(["const"], ["enum", "type"]),
  disjointOneOfToAnyOf: fc
    .oneof(...branches.map((branch) => fc.tuple(branch, fc.oneof<fc.Arbitrary<Schema>[]>(branch, few))))
    .map((oneOf) => ({ oneOf })),
  dropAnnotations: schemasWith(["title", "x-extension"], ["type"]),
  dropCoveredBranches: fc
    .tuple(schemasWith(["type"]), schemasWith(["enum"]), schemas)
    .map((anyOf) => ({ anyOf })),
  dropImpliedType: schemasWith(["type", "anyOf"], ["oneOf"]),
  dropInapplicableKeywords: schemasWith(["type", "minimum", "minLength", "items", "required"]),
  dropNeutralKeywords: schemasWith(["maxItems"], ["required", "minProperties", "uniqueItems"]).map(
    (schema) => ({ ...neutral, ...schema }),
  ),
  emptyToBoolean: fc.constantFrom<JsonObject>({}, { enum: [] }, { type: "string", allOf: [true, false] }),
  excludeSharedEmptyValues: fc
    .uniqueArray(fc.constantFrom("array", "object", "string"), { minLength: 1 })
    .chain((type) =>
      fc.array(
        schemasWith([], ["items", "required", "maxLength"]).map((schema) => ({ type, ...schema })),
        { minLength: 2, maxLength: 3 },
      ),
    )
    .map((oneOf) => ({ oneOf })),
  excludeTypesWithoutValues: fc.oneof(
    schemasWith(["minimum", "maximum", "required", "maxProperties"], [...bounds, ...ofLists]),
    schemasWith(["required"], ["properties", "patternProperties"]).map((schema) => ({
      ...schema,
      additionalProperties: false,
    })),
  ),
  flattenOneOf: fc
    .tuple(
      schemasWith(["oneOf"]),
      fc.constantFrom("array", "null", "object"),
      fc.constantFrom("anyOf", "oneOf"),
    )
    .map(([schema, type, keyword]) => ({ [keyword]: [schema, { type }], minLength: 1 })),
  foldBounds: schemasWith(["minimum"], ["exclusiveMinimum", "exclusiveMaximum", "maximum"]).map((schema) => ({
    type: "integer",
    ...schema,
  })),
  foldItems: fc.record<JsonObject>(
    {
      prefixItems: fc.array(fc.constantFrom<Json>({ type: "string" }, true, false), { maxLength: 3 }),
      items: fc.constantFrom<Json>({ type: "string" }, true, false),
      maxItems: fc.nat(3),
    },
    { requiredKeys: ["prefixItems", "items"], noNullPrototype: true },
  ),
  foldNot: fc
    .tuple(
      schemasWith([], ["type", "minLength", "minItems"]),
      schemasWith(["enum"]),
      schemasWith(["type"]),
      fc.boolean(),
    )
    .map(([schema, some, type, isType]) => ({ ...schema, not: isType ? type : some })),
  foldProperties: schemasWith([], ["required", "patternProperties"]).map((schema) => ({
    ...schema,
    properties: { a: false, b: true },
    additionalProperties: false,
  })),
  mergeAllOf: fc
    .oneof(...partsOfAllOf.map((part) => fc.tuple(part, part)), fc.tuple(schemas, schemas))
    .map((allOf) => ({ allOf })),
  mergeBranches: fc
    .tuple(
      fc.subarray<JsonObject>([...bare, ...mergeable], { minLength: 2 }),
      fc.constantFrom("anyOf", "oneOf"),
    )
    .map(([branches, keyword]) => ({ [keyword]: branches })),
  simplifyUnions: fc.oneof(
    schemasWith(["anyOf", "type"], ["oneOf"]),
    fc.tuple(schemasWith(["anyOf"]), few).map((oneOf) => ({ oneOf })),
  ),
  unevaluatedToAdditional: schemasWith(
    ["unevaluatedProperties"],
    ["properties", "patternProperties", "additionalProperties", "allOf"],
  ),
  sortSets: schemasWith(["enum"], ["type", "required", "anyOf", "oneOf", "allOf"]),
};

const all: readonly Rewrite[] = [dropAnnotations, unevaluatedToAdditional, ...rewrites];

test.each(all.map((rewrite) => [rewrite.name, rewrite] as const))(
  "%s keeps what is valid",
  (name, rewrite) => {
    let changes = 0;
    fc.assert(
      fc.property(inputs[name] ?? fc.constant({}), fc.array(values, { maxLength: 8 }), (schema, others) => {
        const rewritten = rewrite(schema, { definitions: {} });
        if (rewritten === schema) return;
        changes++;
        const [before, after] = [createValidator(schema), createValidator(rewritten)];
        const tried = [...edgeValues, ...others];
        expect(tried.filter(after)).toEqual(tried.filter(before));
      }),
      { numRuns: 60 },
    );
    expect(changes).toBeGreaterThan(0);
  },
);
