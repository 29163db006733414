import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Schema } from "../model/schema.ts";
import { schemasAt } from "./keywords.ts";

const closed = new WeakMap<JsonObject, Schema>();

/**
 * Returns a schema that refuses the properties that the given one does not name. Objects that name none stay open: they
 * are maps. Definitions stay open, too, as a reference to one may stand where more properties are named.
 */
export function closeWorld(schema: Schema): Schema {
  if (!isJsonObject(schema)) return schema;
  const known = closed.get(schema);
  if (known !== undefined) return known;
  const parts = closeParts(schema);
  const isOpen = schema.additionalProperties === undefined && schema.unevaluatedProperties === undefined;
  const result = isOpen && namesProperties(schema) ? { ...parts, unevaluatedProperties: false } : parts;
  closed.set(schema, result);
  return result;
}

/** Closes the schemas of the values inside a value. */
function closeParts(schema: JsonObject): JsonObject {
  const copy: Record<string, Json> = { ...schema };
  for (const keyword of ["items", "additionalProperties"]) {
    const part = schema[keyword];
    if (isJsonObject(part)) copy[keyword] = closeWorld(part);
  }
  if (Array.isArray(schema.prefixItems)) copy.prefixItems = schemasAt(schema, "prefixItems").map(closeWorld);
  if (isJsonObject(schema.properties))
    copy.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, part]) => [
        name,
        isJsonObject(part) ? closeWorld(part) : part,
      ]),
    );
  for (const keyword of ["anyOf", "oneOf", "allOf"])
    if (schema[keyword] !== undefined)
      copy[keyword] = schemasAt(schema, keyword).map((part) =>
        isJsonObject(part) ? closeParts(part) : part,
      );
  return copy;
}

function namesProperties(schema: JsonObject): boolean {
  const own = isJsonObject(schema.properties) && Object.keys(schema.properties).length > 0;
  const branches = ["anyOf", "oneOf", "allOf"].flatMap((keyword) => schemasAt(schema, keyword));
  return own || branches.some((branch) => isJsonObject(branch) && namesProperties(branch));
}
