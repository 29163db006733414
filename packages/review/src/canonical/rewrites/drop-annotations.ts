import type { JsonObject } from "../../model/json.ts";
import { annotations, extensibleEnum, without } from "../keywords.ts";

/** Drops texts, examples, defaults, formats and extensions, which no validator looks at. */
export function dropAnnotations(schema: JsonObject): JsonObject {
  const dropped = Object.keys(schema).filter(
    (keyword) => annotations.has(keyword) || (keyword.startsWith("x-") && keyword !== extensibleEnum),
  );
  return dropped.length === 0 ? schema : without(schema, ...dropped);
}
