import fc from "fast-check";
import type { Json, JsonObject } from "../../src/model/json.ts";
import type { DefinedSchema, Schema } from "../../src/model/schema.ts";

/** Small schemas whose keywords often meet: few names, few values, tight bounds. */
export const smallSchema: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => {
  const count = fc.nat({ max: 3 });
  const name = fc.constantFrom("a", "b", "c");
  const scalar = fc.constantFrom<Json>(null, true, 0, 1, 2, 0.5, "", "a", "bb", "1");
  const keyword = (name: string, value: fc.Arbitrary<unknown>) =>
    value.map((made): JsonObject => ({ [name]: made as Json }));
  const flat = fc.oneof(
    keyword("type", fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object")),
    keyword("type", fc.constantFrom(["string", "null"], ["integer", "array"], ["object", "string"])),
    keyword("minimum", count),
    keyword("exclusiveMaximum", fc.constantFrom(1, 2, 2.5)),
    keyword("maximum", count),
    keyword("multipleOf", fc.constantFrom(0.5, 1, 2)),
    keyword("minLength", count),
    keyword("maxLength", count),
    keyword("pattern", fc.constantFrom("^a", "b$", "^[ab]*$")),
    keyword("minItems", fc.nat({ max: 2 })),
    keyword("maxItems", fc.nat({ max: 2 })),
    keyword("uniqueItems", fc.boolean()),
    keyword("required", fc.uniqueArray(name, { maxLength: 2 })),
    keyword("minProperties", fc.nat({ max: 2 })),
    keyword("maxProperties", fc.nat({ max: 2 })),
    keyword("enum", fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 })),
  );
  const nested = fc.oneof(
    keyword("items", tie("schema")),
    keyword("prefixItems", fc.array(tie("schema"), { minLength: 1, maxLength: 2 })),
    keyword("properties", fc.dictionary(name, tie("schema"), { maxKeys: 2, noNullPrototype: true })),
    keyword("additionalProperties", tie("schema")),
    keyword("not", tie("schema")),
    ...["anyOf", "oneOf", "allOf"].map((union) =>
      keyword(union, fc.array(tie("schema"), { minLength: 1, maxLength: 3 })),
    ),
  );
  const merged = (parts: readonly JsonObject[]): Schema => Object.assign({}, ...parts);
  return {
    schema: fc.oneof(
      { maxDepth: 2 },
      {
        arbitrary: fc.oneof(
          fc.array(flat, { minLength: 1, maxLength: 3 }).map(merged),
          fc.constantFrom<Schema>(true, false, { type: "string" }, { type: "integer" }),
        ),
        weight: 2,
      },
      {
        arbitrary: fc
          .tuple(nested, fc.array(flat, { maxLength: 2 }))
          .map(([one, rest]) => merged([one, ...rest])),
        weight: 2,
      },
      { arbitrary: fc.tuple(nested, nested, flat).map(merged), weight: 1 },
    ),
  };
}).schema;

/** A schema, and the same schema with up to two keywords replaced by those of other schemas. */
export const schemaPair: fc.Arbitrary<readonly [DefinedSchema, DefinedSchema]> = fc
  .tuple(smallSchema, smallSchema, fc.nat(), fc.boolean())
  .map(([base, other, place, isUnrelated]) => {
    const head = isUnrelated ? other : graft(base, other, place);
    return [
      { schema: base, definitions: {} },
      { schema: head, definitions: {} },
    ] as const;
  });

/** Values that small schemas tell apart. */
export const smallValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(
      null,
      true,
      false,
      -1,
      0,
      0.5,
      1,
      1.5,
      2,
      3,
      "",
      "a",
      "bb",
      "ab",
      "aaaa",
      "1",
      "\n",
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "extra"), tie("value"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

/** Puts the keywords of one schema into another, at one of its schemas. */
function graft(schema: Schema, other: Schema, place: number): Schema {
  if (typeof schema === "boolean" || typeof other === "boolean") return other;
  const keys = Object.keys(schema);
  const key = keys[place % Math.max(1, keys.length)];
  const part = key === undefined ? undefined : schema[key];
  if (key === "properties" && typeof part === "object" && part !== null && !Array.isArray(part)) {
    const [name] = Object.keys(part);
    if (name === undefined) return { ...schema, properties: { a: other } };
    return { ...schema, properties: { ...part, [name]: other } };
  }
  if (Array.isArray(part) && ["anyOf", "oneOf"].includes(key ?? ""))
    return { ...schema, [key ?? ""]: [...part, other] };
  return place % 2 === 0 ? { ...schema, ...other } : { ...other, ...schema };
}
