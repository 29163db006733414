import type { Json, JsonObject } from "../model/json.ts";
import type { Definitions, Schema } from "../model/schema.ts";
import { listOf, namedSchemasOf, numberOf, schemaOf, schemasOf } from "./keywords.ts";
import { matches } from "./matches.ts";
import { possibleTypes, referenceTarget, type ValueType } from "./schema-types.ts";
import { intersect } from "./sets.ts";

type Pairs = WeakMap<JsonObject, WeakMap<JsonObject, boolean>>;

const memories = new WeakMap<Definitions, Pairs>();

/** Proves that no value fits both schemas. False means only that there is no simple proof. */
export function isDisjoint(left: Schema, right: Schema, definitions: Definitions): boolean {
  if (left === false || right === false) return true;
  if (left === true || right === true) return false;
  const pairs = memories.get(definitions) ?? new WeakMap();
  memories.set(definitions, pairs);
  const known = pairs.get(left) ?? new WeakMap();
  pairs.set(left, known);
  const answer = known.get(right);
  if (answer !== undefined) return answer;
  // References may form a circle, which proves nothing.
  known.set(right, false);
  const isProven = prove(left, right, definitions);
  known.set(right, isProven);
  return isProven;
}

function prove(left: JsonObject, right: JsonObject, definitions: Definitions): boolean {
  const inside: Inside = (part, other) => isDisjoint(part, other, definitions);
  const isApart = (one: JsonObject, other: JsonObject) =>
    hasNoCommonValue(one, other, definitions) ||
    parts(one, definitions).some((part) => inside(part, other)) ||
    ["anyOf", "oneOf"].some((keyword) => schemasOf(one, keyword)?.every((branch) => inside(branch, other)));
  if (isApart(left, right) || isApart(right, left)) return true;
  const types = intersect(possibleTypes(left, definitions), possibleTypes(right, definitions));
  return [...types].every((type) => proofs[type]?.(left, right, inside) ?? false);
}

function hasNoCommonValue(schema: JsonObject, other: JsonObject, definitions: Definitions): boolean {
  const values = schema.const === undefined ? listOf(schema, "enum") : [schema.const];
  return values?.every((value) => matches(other, value, definitions) === false) ?? false;
}

function parts(schema: JsonObject, definitions: Definitions): readonly Schema[] {
  const target = referenceTarget(schema, definitions);
  return [...(schemasOf(schema, "allOf") ?? []), ...(target === undefined ? [] : [target])];
}

type Inside = (left: Schema, right: Schema) => boolean;
type Proof = (left: JsonObject, right: JsonObject, inside: Inside) => boolean;

const proofs: Readonly<Partial<Record<ValueType, Proof>>> = {
  fraction: areRangesApart,
  integer: areRangesApart,
  string: (left, right) => isAbove(left, right, "Length"),
  array: (left, right, inside) => isAbove(left, right, "Items") || areItemsApart(left, right, inside),
  object: (left, right, inside) =>
    isAbove(left, right, "Properties") ||
    hasApartProperty(left, right, inside) ||
    hasApartProperty(right, left, inside),
};

function areRangesApart(left: JsonObject, right: JsonObject): boolean {
  return isRangeAbove(left, right) || isRangeAbove(right, left);
}

function isRangeAbove(upper: JsonObject, lower: JsonObject): boolean {
  const { minimum, exclusiveMinimum } = upper;
  const { maximum, exclusiveMaximum } = lower;
  return (
    isMore(minimum, maximum) ||
    [
      [minimum, exclusiveMaximum],
      [exclusiveMinimum, maximum],
      [exclusiveMinimum, exclusiveMaximum],
    ].some(([bound, other]) => isMore(bound, other) || (bound !== undefined && bound === other))
  );
}

function isMore(bound: Json | undefined, other: Json | undefined): boolean {
  return typeof bound === "number" && typeof other === "number" && bound > other;
}

function isAbove(left: JsonObject, right: JsonObject, what: string): boolean {
  return [
    [left, right],
    [right, left],
  ].some(
    ([one = {}, other = {}]) =>
      (numberOf(one, `min${what}`) ?? 0) > (numberOf(other, `max${what}`) ?? Number.POSITIVE_INFINITY),
  );
}

/** Says whether both must have an item at the same index that cannot be the same. A few indexes are enough to tell. */
function areItemsApart(left: JsonObject, right: JsonObject, inside: Inside): boolean {
  const item = (schema: JsonObject, index: number) =>
    schemasOf(schema, "prefixItems")?.[index] ?? schemaOf(schema, "items") ?? true;
  const least = Math.max(numberOf(left, "minItems") ?? 0, numberOf(right, "minItems") ?? 0);
  const indexes = Array.from({ length: Math.min(least, 8) }, (_, index) => index);
  return indexes.some((index) => inside(item(left, index), item(right, index)));
}

/** Says whether `left` requires a property that `right` either forbids or wants otherwise. */
function hasApartProperty(left: JsonObject, right: JsonObject, inside: Inside): boolean {
  const own = namedSchemasOf(left, "properties");
  return (listOf(left, "required") ?? []).some((name: Json) => {
    if (typeof name !== "string") return false;
    return inside(Object.hasOwn(own, name) ? (own[name] ?? true) : true, propertySchema(right, name));
  });
}

/** Returns a schema that the property fits wherever the object fits. */
function propertySchema(schema: JsonObject, name: string): Schema {
  const properties = namedSchemasOf(schema, "properties");
  if (Object.hasOwn(properties, name)) return properties[name] ?? true;
  return schema.patternProperties === undefined ? (schemaOf(schema, "additionalProperties") ?? true) : true;
}
