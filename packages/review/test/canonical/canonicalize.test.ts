import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalize, canonicalText } from "../../src/canonical/index.ts";
import type { JsonObject } from "../../src/model/json.ts";
import { origin, originOf, type Sourced } from "../../src/model/origin.ts";
import type { Schema } from "../../src/model/schema.ts";
import { reversed } from "./reversed.ts";
import { edgeValues, schemas, values } from "./schema-arbitraries.ts";
import { createValidator } from "./validator.ts";

function formOf(schema: Schema): Schema {
  return canonicalize({ schema, definitions: {} }).schema;
}

// Ajv lets an empty list pass `contains` if there are `prefixItems`.
const withoutDefectOfAjv = schemas.filter(
  (schema) => !/contains.*prefixItems|prefixItems.*contains/.test(canonicalText(schema)),
);

test("allows the same values", () => {
  fc.assert(
    fc.property(withoutDefectOfAjv, fc.array(values, { maxLength: 8 }), (schema, others) => {
      const [before, after] = [createValidator(schema), createValidator(formOf(schema))];
      const tried = [...edgeValues, ...others];
      expect(tried.filter(after)).toEqual(tried.filter(before));
    }),
    { numRuns: 150 },
  );
});

test("changes nothing the second time", () => {
  fc.assert(
    fc.property(schemas, (schema) => {
      const form = formOf(schema);
      expect(canonicalText(formOf(structuredClone(form)))).toBe(canonicalText(form));
    }),
  );
});

test("does not depend on the order of keys and sets", () => {
  fc.assert(
    fc.property(schemas, (schema) => {
      expect(canonicalText(formOf(reversed(schema) as Schema))).toBe(canonicalText(formOf(schema)));
    }),
  );
});

test("does not change what it is given", () => {
  fc.assert(
    fc.property(schemas, (schema) => {
      const before = JSON.stringify(schema);
      formOf(schema);
      expect(JSON.stringify(schema)).toBe(before);
    }),
  );
});

function at(pointer: string, schema: JsonObject): Sourced {
  return { ...schema, [origin]: { file: "openapi.yaml", pointer } };
}

test.each<[string, Schema, pointer: string]>([
  ["a plain schema", at("/a", { type: "string", title: "Text" }), "/a"],
  ["the only branch of `allOf`", at("/a", { allOf: [at("/b", { minimum: 1 })], title: "Number" }), "/b"],
  ["a merged `allOf`", at("/a", { allOf: [at("/b", { minimum: 1 }), at("/c", { maximum: 2 })] }), "/a"],
  [
    "the branch beside null",
    at("/a", { oneOf: [at("/b", { type: "string", minLength: 1 }), at("/c", { type: "null" })] }),
    "/b",
  ],
  ["an enum beside null", at("/a", { oneOf: [at("/b", { enum: ["a"] }), at("/c", { type: "null" })] }), "/b"],
  ["bare types", at("/a", { oneOf: [at("/b", { type: "string" }), at("/c", { type: "null" })] }), "/a"],
])("keeps the origin of %s", (_, schema, pointer) => {
  const form = formOf(schema);
  expect(typeof form === "object" && originOf(form)).toEqual({ file: "openapi.yaml", pointer });
});

test("keeps the origins of properties and their map when objects are merged", () => {
  const form = formOf(
    at("/a", {
      allOf: [
        at("/b", { properties: at("/b/properties", { x: at("/b/properties/x", { minimum: 1 }) }) }),
        at("/c", { properties: at("/c/properties", { y: at("/c/properties/y", { minimum: 2 }) }) }),
      ],
    }),
  ) as Record<string, Record<string, JsonObject>>;
  const { properties = {} } = form;
  expect([properties, properties.x ?? {}, properties.y ?? {}].map((part) => originOf(part)?.pointer)).toEqual(
    ["/b/properties", "/b/properties/x", "/c/properties/y"],
  );
});

const tree: Schema = {
  type: "object",
  required: ["next", "kind"],
  properties: { kind: { const: "tree" }, next: { oneOf: [{ $ref: "#/$defs/Tree" }, { type: "null" }] } },
};

test("rewrites definitions, and looks at the targets of references", () => {
  const { schema, definitions } = canonicalize({
    schema: {
      oneOf: [{ $ref: "#/$defs/Tree" }, { type: "object", properties: { kind: { enum: ["leaf"] } } }],
    },
    definitions: { Tree: tree },
  });
  expect(schema).toEqual({
    anyOf: [{ $ref: "#/$defs/Tree" }, { type: "object", properties: { kind: { enum: ["leaf"] } } }],
  });
  expect(definitions).toEqual({
    Tree: {
      type: "object",
      required: ["kind", "next"],
      properties: { kind: { enum: ["tree"] }, next: { anyOf: [{ $ref: "#/$defs/Tree" }, { type: "null" }] } },
    },
  });
});

test.each<[string, Schema]>([
  ["refers to itself", { $ref: "#/$defs/Loop" }],
  [
    "refers to itself in a branch",
    { anyOf: [{ $ref: "#/$defs/Loop" }, { $ref: "#/$defs/Loop" }], enum: ["a"] },
  ],
  ["is a union with itself", { oneOf: [{ $ref: "#/$defs/Loop" }, { $ref: "#/$defs/Other" }] }],
])("ends where a schema %s", (_, schema) => {
  const definitions = { Loop: schema, Other: { allOf: [{ $ref: "#/$defs/Loop" }] } };
  expect(canonicalize({ schema, definitions }).definitions).toHaveProperty("Loop");
});

test("leaves alone what `unevaluatedProperties` looks into", () => {
  const schema = {
    allOf: [{ properties: { a: { type: "string", minLength: 0 } } }, { additionalProperties: true }],
    unevaluatedProperties: false,
  };
  expect(formOf(schema)).toEqual({
    ...schema,
    allOf: [{ additionalProperties: true }, { properties: { a: { type: "string" } } }],
  });
});

test("leaves the targets of references alone if `unevaluatedProperties` may look into them", () => {
  const definitions = {
    Open: { additionalProperties: true },
    Closed: { $ref: "#/$defs/Open", unevaluatedProperties: false },
  };
  expect(canonicalize({ schema: { $ref: "#/$defs/Closed" }, definitions }).definitions).toEqual(definitions);
});

test("gives the same object the same result", () => {
  const definitions = {};
  const shared = { type: "string", title: "Text" };
  const one = canonicalize({ schema: { items: shared }, definitions }).schema as JsonObject;
  const other = canonicalize({ schema: { additionalProperties: shared }, definitions }).schema as JsonObject;
  expect(one.items).toBe(other.additionalProperties);
});
