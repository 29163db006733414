import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Schema } from "../model/schema.ts";

/**
 * Keywords that assert nothing. Defaults and formats are compared elsewhere; the validators here do not assert formats.
 * References cannot use the names of schemas.
 */
export const annotations: ReadonlySet<string> = new Set([
  ...["$anchor", "$dynamicAnchor", "$id", "$schema"],
  ...["$comment", "default", "deprecated", "description", "example", "examples", "externalDocs", "format"],
  ...["discriminator", "title", "xml"],
]);

/** The only extension that matters to readers: it opens an enum for values to come. */
export const extensibleEnum = "x-extensible-enum";

/** Keywords that apply to values of one JSON type and accept all others. */
export const keywordsOfType: Readonly<Record<"array" | "number" | "object" | "string", readonly string[]>> = {
  array: [
    ...["contains", "items", "maxContains", "maxItems", "minContains", "minItems", "prefixItems"],
    "uniqueItems",
  ],
  number: ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"],
  object: [
    ...["additionalProperties", "dependentRequired", "dependentSchemas", "maxProperties", "minProperties"],
    ...["patternProperties", "properties", "propertyNames", "required"],
  ],
  string: ["contentEncoding", "contentMediaType", "contentSchema", "maxLength", "minLength", "pattern"],
};

/** Copies a schema without some keywords. The copy keeps its origin. */
export function without(schema: JsonObject, ...keywords: readonly string[]): JsonObject {
  const copy: Record<string, Json> = { ...schema };
  for (const keyword of keywords) delete copy[keyword];
  return copy;
}

/** Copies some keywords of a schema, without its origin. */
export function only(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(
    keywords.flatMap((keyword) => {
      const value = schema[keyword];
      return value === undefined ? [] : [[keyword, value]];
    }),
  );
}

/** Returns a keyword's value if it is a number. */
export function numberOf(schema: JsonObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === "number" ? value : undefined;
}

/** Returns a keyword's value if it is a list, such as the branches of a union or the values of an enum. */
export function listOf(schema: JsonObject, keyword: string): readonly Json[] | undefined {
  const value = schema[keyword];
  return Array.isArray(value) ? value : undefined;
}

/** Returns a keyword's schema. Undefined if the keyword is absent or not a schema. */
export function schemaOf(schema: JsonObject, keyword: string): Schema | undefined {
  const value = schema[keyword];
  return isSchema(value) ? value : undefined;
}

/** Returns a keyword's list of schemas. Undefined if the keyword is absent or something in it is not a schema. */
export function schemasOf(schema: JsonObject, keyword: string): readonly Schema[] | undefined {
  const list = listOf(schema, keyword);
  return list?.every(isSchema) ? list : undefined;
}

/** Returns a keyword's schemas by name, such as those of properties. An absent keyword has none. */
export function namedSchemasOf(schema: JsonObject, keyword: string): Readonly<Record<string, Schema>> {
  const value = schema[keyword];
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, Schema] => isSchema(entry[1])),
  );
}

export function isSchema(value: Json | undefined): value is Schema {
  return typeof value === "boolean" || isJsonObject(value);
}
