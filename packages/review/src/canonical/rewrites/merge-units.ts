import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { canonicalText } from "../canonical-text.ts";
import { listOf, namedSchemasOf, schemaOf } from "../keywords.ts";
import { canBeNamed, declaredTypes, withTypes } from "../schema-types.ts";
import { intersect } from "../sets.ts";

/** Keywords that belong together: they are moved from one schema to another together or not at all. */
export interface Unit {
  readonly keywords: readonly string[];
  /** Says in one what all of several different parts demand. Undefined if that needs `allOf`. */
  readonly merge?: (parts: readonly JsonObject[]) => JsonObject | undefined;
}

/** The units of all keywords that can be moved out of an `allOf`. */
export const mergeUnits: readonly Unit[] = [
  { keywords: ["type"], merge: intersectTypes },
  { keywords: ["enum"], merge: intersectEnums },
  ...["exclusiveMinimum", "minItems", "minLength", "minProperties", "minimum"].map((keyword) =>
    unitOf(keyword, (values) => ofNumbers(values, Math.max)),
  ),
  ...["exclusiveMaximum", "maxItems", "maxLength", "maxProperties", "maximum"].map((keyword) =>
    unitOf(keyword, (values) => ofNumbers(values, Math.min)),
  ),
  unitOf("multipleOf", commonMultiple),
  unitOf("required", (lists) => lists.flatMap((list) => (Array.isArray(list) ? list : []))),
  ...["uniqueItems", "readOnly", "writeOnly"].map((keyword) =>
    unitOf(keyword, (values) => values.includes(true)),
  ),
  unitOf("not", (schemas) => ({ anyOf: schemas })),
  unitOf("propertyNames", (schemas) => ({ allOf: schemas })),
  { keywords: ["additionalProperties", "patternProperties", "properties"], merge: mergeObjects },
  { keywords: ["items", "prefixItems"], merge: mergeItems },
  ...["$ref", "anyOf", "dependentRequired", "dependentSchemas", "discriminator", "oneOf", "pattern"].map(
    (keyword) => ({ keywords: [keyword] }),
  ),
  ...["contentEncoding", "contentMediaType", "contentSchema"].map((keyword) => ({ keywords: [keyword] })),
  { keywords: ["contains", "maxContains", "minContains"] },
  { keywords: ["else", "if", "then"] },
];

function unitOf(keyword: string, merge: (values: readonly Json[]) => Json | undefined): Unit {
  return {
    keywords: [keyword],
    merge: (parts) => {
      const value = merge(parts.map((part) => part[keyword] ?? null));
      return value === undefined ? undefined : { [keyword]: value };
    },
  };
}

function ofNumbers(values: readonly Json[], choose: (...values: number[]) => number): number {
  return choose(...values.filter((value) => typeof value === "number"));
}

function intersectTypes(parts: readonly JsonObject[]): JsonObject | undefined {
  const types = parts.map(declaredTypes).reduce((left, right) => intersect(left, right));
  return canBeNamed(types) ? withTypes({}, types) : undefined;
}

function intersectEnums(parts: readonly JsonObject[]): JsonObject {
  const [first = [], ...others] = parts.map((part) => listOf(part, "enum") ?? []);
  const texts = others.map((values) => new Set(values.map(canonicalText)));
  return { enum: first.filter((value) => texts.every((values) => values.has(canonicalText(value)))) };
}

function commonMultiple(factors: readonly Json[]): number | undefined {
  let result = 1;
  for (const factor of factors) {
    if (typeof factor !== "number" || !Number.isSafeInteger(factor) || factor <= 0) return undefined;
    result = (result / greatestCommonDivisor(result, factor)) * factor;
  }
  return Number.isSafeInteger(result) ? result : undefined;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/**
 * Each part's `additionalProperties` looks only at the part's own names, so a name of another part must fit it too. Names
 * that match a pattern cannot be listed.
 */
function mergeObjects(parts: readonly JsonObject[]): JsonObject | undefined {
  const hasPatterns = parts.some((part) => part.patternProperties !== undefined);
  if (hasPatterns && parts.some((part) => part.additionalProperties !== undefined)) return undefined;
  const names = new Set(parts.flatMap((part) => Object.keys(namedSchemasOf(part, "properties"))));
  const properties = [...names].map((name): [string, Schema] => [
    name,
    allOf(
      parts.map((part) => ownProperty(part, "properties", name) ?? schemaOf(part, "additionalProperties")),
    ),
  ]);
  const patterns = new Set(parts.flatMap((part) => Object.keys(namedSchemasOf(part, "patternProperties"))));
  const patternProperties = [...patterns].map((pattern): [string, Schema] => [
    pattern,
    allOf(parts.map((part) => ownProperty(part, "patternProperties", pattern))),
  ]);
  return {
    properties: { ...symbolsOf(parts), ...Object.fromEntries(properties) },
    patternProperties: Object.fromEntries(patternProperties),
    additionalProperties: allOf(parts.map((part) => schemaOf(part, "additionalProperties"))),
  };
}

/** Returns the first map of properties without its names, which leaves its origin. */
function symbolsOf(parts: readonly JsonObject[]): JsonObject {
  const map = parts.map(({ properties }) => properties).find(isJsonObject);
  const empty: Record<string, Json> = { ...map };
  for (const name of Object.keys(empty)) delete empty[name];
  return empty;
}

function ownProperty(part: JsonObject, keyword: string, name: string): Schema | undefined {
  const map = namedSchemasOf(part, keyword);
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function mergeItems(parts: readonly JsonObject[]): JsonObject | undefined {
  if (parts.some((part) => part.prefixItems !== undefined)) return undefined;
  return { items: allOf(parts.map((part) => schemaOf(part, "items"))) };
}

function allOf(schemas: readonly (Schema | undefined)[]): Schema {
  const [first, ...others] = schemas.filter((schema) => schema !== undefined);
  if (first === undefined) return true;
  return others.length === 0 ? first : { allOf: [first, ...others] };
}
