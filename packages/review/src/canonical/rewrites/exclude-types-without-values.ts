import type { JsonObject } from "../../model/json.ts";
import { listOf, namedSchemasOf, numberOf } from "../keywords.ts";
import { declaredTypes, type ValueType, withTypes } from "../schema-types.ts";
import { subtract } from "../sets.ts";

/** Removes types whose keywords contradict each other, such as numbers if `minimum` is above `maximum`. */
export function excludeTypesWithoutValues(schema: JsonObject): JsonObject {
  const excluded = new Set<ValueType>([
    ...(hasNoNumbers(schema) ? (["integer", "fraction"] as const) : []),
    ...(isAbove(schema, "minLength", "maxLength") ? (["string"] as const) : []),
    ...(isAbove(schema, "minItems", "maxItems") ? (["array"] as const) : []),
    ...(hasNoObjects(schema) ? (["object"] as const) : []),
  ]);
  const types = declaredTypes(schema);
  const left = subtract(types, excluded);
  return left.size === types.size ? schema : withTypes(schema, left);
}

function isAbove(schema: JsonObject, lower: string, upper: string): boolean {
  return (numberOf(schema, lower) ?? 0) > (numberOf(schema, upper) ?? Number.POSITIVE_INFINITY);
}

function hasNoNumbers(schema: JsonObject): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const lower = Math.max(
    ...[minimum, exclusiveMinimum].map((bound) =>
      typeof bound === "number" ? bound : Number.NEGATIVE_INFINITY,
    ),
  );
  const upper = Math.min(
    ...[maximum, exclusiveMaximum].map((bound) =>
      typeof bound === "number" ? bound : Number.POSITIVE_INFINITY,
    ),
  );
  return lower > upper || (lower === upper && (lower === exclusiveMinimum || upper === exclusiveMaximum));
}

function hasNoObjects(schema: JsonObject): boolean {
  const required = listOf(schema, "required") ?? [];
  if (new Set(required).size > (numberOf(schema, "maxProperties") ?? Number.POSITIVE_INFINITY)) return true;
  if (isAbove(schema, "minProperties", "maxProperties")) return true;
  const properties = namedSchemasOf(schema, "properties");
  const isClosed = schema.additionalProperties === false && schema.patternProperties === undefined;
  return required.some(
    (name) =>
      typeof name === "string" && (Object.hasOwn(properties, name) ? properties[name] === false : isClosed),
  );
}
