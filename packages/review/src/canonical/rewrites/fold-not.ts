import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { canonicalText } from "../canonical-text.ts";
import { listOf, numberOf, schemaOf, without } from "../keywords.ts";
import { matches } from "../matches.ts";
import { canBeNamed, declaredTypes, type ValueType, withTypes } from "../schema-types.ts";
import { subtract } from "../sets.ts";
import type { RewriteContext } from "./rewrite.ts";

/** Keywords that exclude the empty value of a type and nothing else. */
const emptyValues: Readonly<Record<string, string>> = {
  '""': "minLength",
  "[]": "minItems",
  "{}": "minProperties",
};

/** Says the same without `not`, where there are words for it: `not: {enum: [""]}` is `minLength: 1`. */
export function foldNot(schema: JsonObject, context: RewriteContext): Schema {
  const excluded = schemaOf(schema, "not");
  if (excluded === undefined) return schema;
  if (excluded === true) return false;
  if (excluded === false) return without(schema, "not");
  const [keyword, ...others] = Object.keys(excluded);
  if (keyword === undefined || others.length > 0) return schema;
  const inner = schemaOf(excluded, "not");
  if (inner !== undefined) {
    return { ...without(schema, "not"), allOf: [...(listOf(schema, "allOf") ?? []), inner] };
  }
  if (keyword === "type") return excludeTypes(schema, declaredTypes(excluded));
  const values = listOf(excluded, "enum");
  return values ? excludeValues(schema, values, context) : schema;
}

function excludeTypes(schema: JsonObject, excluded: ReadonlySet<ValueType>): JsonObject {
  const left = subtract(declaredTypes(schema), excluded);
  return canBeNamed(left) ? withTypes(without(schema, "not"), left) : schema;
}

function excludeValues(schema: JsonObject, values: readonly Json[], context: RewriteContext): JsonObject {
  let current = without(schema, "not");
  const allowed = current;
  const left: Json[] = [];
  const hasBothBooleans = values.includes(true) && values.includes(false);
  for (const value of values) {
    const lowerBound = emptyValues[canonicalText(value)];
    if (matches(allowed, value, context.definitions) === false) continue;
    if (value === null) current = withTypes(current, subtract(declaredTypes(current), new Set(["null"])));
    else if (typeof value === "boolean" && hasBothBooleans)
      current = withTypes(current, subtract(declaredTypes(current), new Set(["boolean"])));
    else if (lowerBound)
      current = { ...current, [lowerBound]: Math.max(1, numberOf(current, lowerBound) ?? 0) };
    else left.push(value);
  }
  if (left.length === values.length) return schema;
  const { not } = schema;
  return left.length === 0 ? current : { ...current, not: { ...(isJsonObject(not) ? not : {}), enum: left } };
}
