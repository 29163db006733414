import type { JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { listOf } from "../keywords.ts";

/** Turns a schema without keywords into `true`, and one that allows no type or no value into `false`. */
export function emptyToBoolean(schema: JsonObject): Schema {
  if (Object.keys(schema).length === 0) return true;
  const isImpossible =
    listOf(schema, "type")?.length === 0 ||
    listOf(schema, "enum")?.length === 0 ||
    listOf(schema, "allOf")?.includes(false);
  return isImpossible ? false : schema;
}
