import type { Json, JsonObject } from "../../model/json.ts";
import { numberOf, without } from "../keywords.ts";
import { declaredTypes } from "../schema-types.ts";

/**
 * Leaves at most one lower and one upper bound of numbers. Bounds of integers become whole and inclusive:
 * `exclusiveMinimum: -1` is `minimum: 0`.
 */
export function foldBounds(schema: JsonObject): JsonObject {
  const single = withoutWeakerMaximum(withoutWeakerMinimum(schema));
  const types = declaredTypes(single);
  return types.has("integer") && !types.has("fraction") ? foldIntegerBounds(single) : single;
}

function withoutWeakerMinimum(schema: JsonObject): JsonObject {
  return dropWeaker(schema, "minimum", "exclusiveMinimum", 1);
}

function withoutWeakerMaximum(schema: JsonObject): JsonObject {
  return dropWeaker(schema, "maximum", "exclusiveMaximum", -1);
}

function dropWeaker(schema: JsonObject, inclusive: string, exclusive: string, sign: 1 | -1): JsonObject {
  const inclusiveBound = numberOf(schema, inclusive);
  const exclusiveBound = numberOf(schema, exclusive);
  if (inclusiveBound === undefined || exclusiveBound === undefined) return schema;
  return without(schema, sign * exclusiveBound >= sign * inclusiveBound ? inclusive : exclusive);
}

function foldIntegerBounds(schema: JsonObject): JsonObject {
  const changed: Record<string, Json> = {};
  const dropped: string[] = [];
  const set = (keyword: string, bound: number, from: string) => {
    // Larger numbers cannot be counted one by one.
    if (!Number.isSafeInteger(bound) || schema[keyword] === bound) return;
    changed[keyword] = bound;
    if (from !== keyword) dropped.push(from);
  };
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === "number") set("minimum", Math.ceil(minimum), "minimum");
  if (typeof maximum === "number") set("maximum", Math.floor(maximum), "maximum");
  if (typeof exclusiveMinimum === "number") {
    set("minimum", Math.floor(exclusiveMinimum) + 1, "exclusiveMinimum");
  }
  if (typeof exclusiveMaximum === "number") {
    set("maximum", Math.ceil(exclusiveMaximum) - 1, "exclusiveMaximum");
  }
  if (multipleOf === 1) dropped.push("multipleOf");
  return Object.keys(changed).length + dropped.length === 0
    ? schema
    : { ...without(schema, ...dropped), ...changed };
}
