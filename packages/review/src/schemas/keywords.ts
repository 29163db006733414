import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { type Definitions, definitionName, type Schema } from "../model/schema.ts";

/** A type of JSON Schema. An integer is a number, too. */
export type TypeName = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** Every type but `integer`: a value has exactly one of these. */
const allTypes: readonly TypeName[] = ["null", "boolean", "number", "string", "array", "object"];

/** Keywords that concern values of one type only. */
export const keywordsOfType: Readonly<Record<string, readonly string[]>> = {
  number: ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"],
  string: ["minLength", "maxLength", "pattern", "format"],
  array: [
    ...["items", "prefixItems", "minItems", "maxItems", "uniqueItems"],
    ...["contains", "minContains", "maxContains", "unevaluatedItems"],
  ],
  object: [
    ...["properties", "patternProperties", "additionalProperties", "propertyNames", "required"],
    ...["minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties"],
  ],
};

/** Returns the number that a keyword has. */
export function numberAt(schema: JsonObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === "number" ? value : undefined;
}

/** Returns the strings in a keyword's list. */
export function namesAt(schema: JsonObject, keyword: string): readonly string[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}

/** Returns the schema that a keyword has. An absent one allows everything. */
export function schemaAt(schema: JsonObject, keyword: string): Schema {
  return asSchema(schema[keyword]);
}

/** Returns the schemas in a keyword's list. */
export function schemasAt(schema: JsonObject, keyword: string): readonly Schema[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value.map(asSchema) : [];
}

/** Returns the schemas that a keyword has by name. */
export function schemaMapAt(schema: JsonObject, keyword: string): ReadonlyMap<string, Schema> {
  const value = schema[keyword];
  return new Map(
    isJsonObject(value) ? Object.entries(value).map(([name, part]) => [name, asSchema(part)]) : [],
  );
}

/** Returns the finite list of values that a schema allows at most, or undefined. */
export function valuesOf(schema: JsonObject): readonly Json[] | undefined {
  if (Object.hasOwn(schema, "const")) return [schema.const ?? null];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

/** Returns the types that a schema's own keywords allow. `number` includes integers. */
export function typesOf(schema: Schema): readonly TypeName[] {
  if (typeof schema === "boolean") return schema ? allTypes : [];
  const values = valuesOf(schema);
  const fromValues = values && [...new Set(values.map(typeOfValue))];
  if (schema.type === undefined) return fromValues ?? allTypes;
  const types = [schema.type].flat().filter((type): type is TypeName => typeof type === "string");
  return types.includes("number") ? types.filter((type) => type !== "integer") : types;
}

/** Returns the type of a value: `integer` for every number without a fraction. */
export function typeOfValue(value: Json): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "string" || typeof value === "boolean") return typeof value as "string" | "boolean";
  return "object";
}

/** Follows a recursive reference, and returns every other schema as it is. */
export function resolve(schema: Schema, definitions: Definitions): Schema {
  let target = schema;
  for (let steps = 0; steps < 10; steps++) {
    const name = definitionName(target);
    if (name === undefined) return target;
    target = definitions[name] ?? true;
  }
  return true;
}

function asSchema(value: Json | undefined): Schema {
  return typeof value === "boolean" || isJsonObject(value) ? value : true;
}
