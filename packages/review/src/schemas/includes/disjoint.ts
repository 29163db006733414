import { isJsonObject, type JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { isValid } from "../create-check.ts";
import {
  definitionName,
  namesAt,
  numberAt,
  resolve,
  schemaAt,
  schemaMapAt,
  schemasAt,
  type TypeName,
  typesOf,
  valuesOf,
} from "../keywords.ts";
import { itemAt } from "./arrays.ts";
import type { Inclusion } from "./inclusion.ts";
import { intervalOf } from "./numbers.ts";

/** Says whether certainly no value fits both schemas. False means that the rules show nothing. */
export function areDisjoint(inclusion: Inclusion, one: Schema, other: Schema, depth = 0): boolean {
  // Recursive schemas have no end. Ten levels distinguish the branches that people write.
  if (depth > 10) return false;
  const [left, right] = [resolve(one, inclusion.definitions), resolve(other, inclusion.definitions)];
  if (left === false || right === false) return true;
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  if (definitionName(left) !== undefined || definitionName(right) !== undefined) return false;
  const again = (a: Schema, b: Schema) => areDisjoint(inclusion, a, b, depth + 1);
  return (
    valuesAvoid(inclusion, left, right) ||
    valuesAvoid(inclusion, right, left) ||
    sharedTypes(left, right).every((type) => typeIsDisjoint(type, left, right, again)) ||
    branchesAvoid(left, right, again) ||
    branchesAvoid(right, left, again)
  );
}

function valuesAvoid({ definitions }: Inclusion, one: JsonObject, other: JsonObject): boolean {
  const values = valuesOf(one);
  return values?.every((value) => !isValid({ schema: other, definitions }, value)) ?? false;
}

function sharedTypes(one: JsonObject, other: JsonObject): readonly TypeName[] {
  const [mine, theirs] = [typesOf(one), typesOf(other)].map((types) =>
    types.map((type) => (type === "integer" ? "number" : type)),
  );
  return (mine ?? []).filter((type) => theirs?.includes(type));
}

function typeIsDisjoint(
  type: TypeName,
  one: JsonObject,
  other: JsonObject,
  disjoint: (one: Schema, other: Schema) => boolean,
): boolean {
  switch (type) {
    case "number":
      return intervalsAreDisjoint(one, other) || intervalsAreDisjoint(other, one);
    case "string":
      return countsAreDisjoint(one, other, "minLength", "maxLength");
    case "array":
      return countsAreDisjoint(one, other, "minItems", "maxItems") || itemsAreDisjoint(one, other, disjoint);
    case "object":
      return propertiesAreDisjoint(one, other, disjoint);
    default:
      return false;
  }
}

function intervalsAreDisjoint(lower: JsonObject, upper: JsonObject): boolean {
  const [before, after] = [intervalOf(lower), intervalOf(upper)];
  return (
    before.to < after.from || (before.to === after.from && (before.isToExclusive || after.isFromExclusive))
  );
}

function countsAreDisjoint(one: JsonObject, other: JsonObject, least: string, most: string): boolean {
  const apart = (a: JsonObject, b: JsonObject) =>
    (numberAt(a, most) ?? Number.POSITIVE_INFINITY) < (numberAt(b, least) ?? 0);
  return apart(one, other) || apart(other, one);
}

/** Arrays differ if both must have an item at the same index that cannot be the same. */
function itemsAreDisjoint(
  one: JsonObject,
  other: JsonObject,
  disjoint: (one: Schema, other: Schema) => boolean,
): boolean {
  const least = Math.max(numberAt(one, "minItems") ?? 0, numberAt(other, "minItems") ?? 0);
  const indexes = Array.from({ length: Math.min(least, 8) }, (_, index) => index);
  return indexes.some((index) => disjoint(itemAt(one, index), itemAt(other, index)));
}

/** Objects differ if one must have a property that the other forbids, or that cannot have the same value in both. */
function propertiesAreDisjoint(
  one: JsonObject,
  other: JsonObject,
  disjoint: (one: Schema, other: Schema) => boolean,
): boolean {
  const required = new Set([...namesAt(one, "required"), ...namesAt(other, "required")]);
  return [...required].some((name) => {
    const [mine, theirs] = [propertyAt(one, name), propertyAt(other, name)];
    return mine !== undefined && theirs !== undefined && disjoint(mine, theirs);
  });
}

function propertyAt(schema: JsonObject, name: string): Schema | undefined {
  const named = schemaMapAt(schema, "properties").get(name);
  if (named !== undefined) return named;
  return schema.patternProperties === undefined ? schemaAt(schema, "additionalProperties") : undefined;
}

function branchesAvoid(
  one: JsonObject,
  other: JsonObject,
  disjoint: (one: Schema, other: Schema) => boolean,
): boolean {
  const every = (keyword: string) =>
    one[keyword] !== undefined && schemasAt(one, keyword).every((branch) => disjoint(branch, other));
  return every("anyOf") || every("oneOf") || schemasAt(one, "allOf").some((part) => disjoint(part, other));
}
