import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Schema } from "../model/schema.ts";
import { schemasAt } from "./keywords.ts";

const closed = new WeakMap<JsonObject, Schema>();

/**
 * Forbids the properties that a schema does not name, by `additionalProperties` where that is simple: in objects without
 * unions beside their properties, and in branches of `oneOf`, of which a value fits only one. The result allows at least
 * what `closeWorld` allows, but proofs understand it: an object that must have `error` is then no other branch's object.
 */
export function closeBranches(schema: Schema): Schema {
  if (!isJsonObject(schema)) return schema;
  const known = closed.get(schema);
  if (known !== undefined) return known;
  const copy: Record<string, Json> = { ...schema };
  for (const keyword of ["items", "additionalProperties"]) {
    const part = schema[keyword];
    if (isJsonObject(part)) copy[keyword] = closeBranches(part);
  }
  if (isJsonObject(schema.properties)) {
    const parts = Object.entries(schema.properties).map(([name, part]): [string, Json] => [
      name,
      isJsonObject(part) ? closeBranches(part) : part,
    ]);
    copy.properties = Object.fromEntries(parts);
    if (parts.length > 0 && isOpen(schema)) copy.additionalProperties = false;
  }
  if (Object.keys(schema).length === 1 && schema.oneOf !== undefined)
    copy.oneOf = schemasAt(schema, "oneOf").map(closeBranches);
  closed.set(schema, copy);
  return copy;
}

function isOpen(schema: JsonObject): boolean {
  const keywords = ["additionalProperties", "unevaluatedProperties", "patternProperties", "$ref", "if"];
  const applicators = ["anyOf", "oneOf", "allOf", "dependentSchemas", "not"];
  return [...keywords, ...applicators].every((keyword) => schema[keyword] === undefined);
}
