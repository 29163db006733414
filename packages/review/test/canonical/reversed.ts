import { isJsonObject, type Json, type JsonObject } from "../../src/model/json.ts";

const sets = ["allOf", "anyOf", "enum", "oneOf", "required", "type"];

/** Reverses the keys of all objects, and the lists of a schema whose order means nothing. */
export function reversed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(reversed);
  if (!isJsonObject(schema)) return schema;
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => [
    keyword,
    sets.includes(keyword) && Array.isArray(value) ? value.map(reversed).toReversed() : reversed(value),
  ]);
  return Object.fromEntries(entries.toReversed()) satisfies JsonObject;
}
