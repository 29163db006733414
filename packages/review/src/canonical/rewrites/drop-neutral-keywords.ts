import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import { extensibleEnum, without } from "../keywords.ts";

const neutralPatterns: readonly Json[] = ["", "^", ".*", "^.*", "$"];

/** Says for each keyword when it excludes nothing. */
const isNeutral: Readonly<Record<string, (value: Json, schema: JsonObject) => boolean>> = {
  additionalProperties: isTrue,
  allOf: isEmptyList,
  contains: (_, schema) => schema.minContains === 0 && schema.maxContains === undefined,
  dependentRequired: isEmptyMap,
  dependentSchemas: isEmptyMap,
  if: (_, schema) => schema.then === undefined && schema.else === undefined,
  items: isTrue,
  // Without `contains`, the other two are ignored.
  maxContains: (_, schema) => schema.contains === undefined,
  minContains: (value, schema) => schema.contains === undefined || value === 1,
  minItems: isZero,
  minLength: isZero,
  minProperties: (value, schema) =>
    typeof value === "number" &&
    value <= (Array.isArray(schema.required) ? new Set(schema.required).size : 0),
  not: (value) => value === false,
  pattern: (value) => neutralPatterns.includes(value),
  patternProperties: isEmptyMap,
  properties: isEmptyMap,
  propertyNames: isTrue,
  required: isEmptyList,
  uniqueItems: (value, schema) =>
    value === false || (typeof schema.maxItems === "number" && schema.maxItems <= 1),
  readOnly: (value) => value === false,
  writeOnly: (value) => value === false,
  [extensibleEnum]: (value, schema) => !Array.isArray(value) && (value !== true || schema.enum === undefined),
};

/** Drops keywords that exclude nothing, such as `minLength: 0` and `additionalProperties: {}`. */
export function dropNeutralKeywords(schema: JsonObject): JsonObject {
  const dropped = Object.entries(schema).flatMap(([keyword, value]) =>
    isNeutral[keyword]?.(value, schema) ? [keyword] : [],
  );
  return dropped.length === 0 ? schema : without(schema, ...dropped);
}

function isTrue(value: Json): boolean {
  return value === true;
}

function isZero(value: Json): boolean {
  return value === 0;
}

function isEmptyList(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isEmptyMap(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}
