import type { Json, JsonObject } from "../model/json.ts";
import { type Definitions, definitionName, type Schema } from "../model/schema.ts";
import { listOf, schemasOf } from "./keywords.ts";
import { intersect } from "./sets.ts";

/** A type of JSON Schema, where `number` is split in two that do not overlap: `integer` and `fraction`. */
export type ValueType = "array" | "boolean" | "fraction" | "integer" | "null" | "object" | "string";

export type ValueTypes = ReadonlySet<ValueType>;

const namedTypes: Readonly<Record<string, readonly ValueType[]>> = {
  array: ["array"],
  boolean: ["boolean"],
  integer: ["integer"],
  null: ["null"],
  number: ["fraction", "integer"],
  object: ["object"],
  string: ["string"],
};

export const allTypes: ValueTypes = new Set(Object.values(namedTypes).flat());

/** Returns the type of a value. `1.0` is an integer. */
export function typeOfValue(value: Json): ValueType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return Number.isInteger(value) ? "integer" : "fraction";
    case "string":
      return "string";
    default:
      return "object";
  }
}

/** Returns the types that the keyword `type` allows. */
export function declaredTypes(schema: JsonObject): ValueTypes {
  const { type } = schema;
  if (type === undefined) return allTypes;
  const names = Array.isArray(type) ? type : [type];
  return new Set(names.flatMap((name) => (typeof name === "string" ? (namedTypes[name] ?? []) : [])));
}

/** Sets the keyword `type`. All types together are no keyword. */
export function withTypes(schema: JsonObject, types: ValueTypes): JsonObject {
  const { type: _, ...rest } = schema;
  if (types.size === allTypes.size) return rest;
  const names = Object.keys(namedTypes).filter((name) =>
    name === "number"
      ? types.has("fraction")
      : name === "integer"
        ? types.has("integer") && !types.has("fraction")
        : types.has(name as ValueType),
  );
  const [name] = names;
  return { ...rest, type: names.length === 1 && name !== undefined ? name : names };
}

/** Says whether `type` can name these types: fractions without integers have no name. */
export function canBeNamed(types: ValueTypes): boolean {
  return types.has("integer") || !types.has("fraction");
}

/** Returns types that a schema's values are among. It may name too many, never too few. */
export function possibleTypes(schema: Schema, definitions: Definitions, depth = 0): ValueTypes {
  if (typeof schema === "boolean") return schema ? allTypes : new Set();
  let types = declaredTypes(schema);
  const values = schema.const === undefined ? listOf(schema, "enum") : [schema.const];
  if (values) types = intersect(types, new Set(values.map(typeOfValue)));
  // References may form a circle.
  if (depth > 8) return types;
  const inside = (part: Schema) => possibleTypes(part, definitions, depth + 1);
  for (const part of schemasOf(schema, "allOf") ?? []) types = intersect(types, inside(part));
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = schemasOf(schema, keyword);
    if (branches) types = intersect(types, new Set(branches.flatMap((branch) => [...inside(branch)])));
  }
  const target = referenceTarget(schema, definitions);
  return target === undefined ? types : intersect(types, inside(target));
}

/** Returns the schema that `$ref` points to. Undefined if there is no reference. */
export function referenceTarget(schema: JsonObject, definitions: Definitions): Schema | undefined {
  const name = definitionName(schema);
  return name === undefined ? undefined : definitions[name];
}
