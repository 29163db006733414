import type { JsonObject } from "../../model/json.ts";
import { without } from "../keywords.ts";

const keywords = ["unevaluatedItems", "unevaluatedProperties"];

/** Drops `unevaluatedProperties: true` and its like, which allow everything. */
export function dropUnevaluatedAnything(schema: JsonObject): JsonObject {
  const dropped = keywords.filter((keyword) => schema[keyword] === true);
  return dropped.length === 0 ? schema : without(schema, ...dropped);
}
