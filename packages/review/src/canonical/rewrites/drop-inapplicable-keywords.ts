import type { JsonObject } from "../../model/json.ts";
import { keywordsOfType, without } from "../keywords.ts";
import { declaredTypes } from "../schema-types.ts";

/** Drops keywords that apply to none of the types that `type` allows, such as `minLength` of an integer. */
export function dropInapplicableKeywords(schema: JsonObject): JsonObject {
  if (schema.type === undefined) return schema;
  const types = declaredTypes(schema);
  const dropped = [
    ...(types.has("array") ? [] : keywordsOfType.array),
    ...(types.has("integer") || types.has("fraction") ? [] : keywordsOfType.number),
    ...(types.has("object") ? [] : keywordsOfType.object),
    ...(types.has("string") ? [] : keywordsOfType.string),
  ].filter((keyword) => schema[keyword] !== undefined);
  return dropped.length === 0 ? schema : without(schema, ...dropped);
}
