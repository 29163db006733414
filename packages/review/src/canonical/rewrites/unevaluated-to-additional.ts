import type { JsonObject } from "../../model/json.ts";
import { inPlace } from "../child-schemas.ts";
import { schemaOf, without } from "../keywords.ts";

/**
 * Turns `unevaluatedProperties` into `additionalProperties` if there is no other schema that might have evaluated a
 * property. Drops it beside `additionalProperties`, which evaluates all that are left.
 */
export function unevaluatedToAdditional(schema: JsonObject): JsonObject {
  const unevaluated = schemaOf(schema, "unevaluatedProperties");
  if (unevaluated === undefined) return schema;
  const rest = without(schema, "unevaluatedProperties");
  if (unevaluated === true || rest.additionalProperties !== undefined) return rest;
  const hasOthers = Object.keys(rest).some((keyword) => keyword.startsWith("$") || inPlace.has(keyword));
  return hasOthers ? schema : { ...rest, additionalProperties: unevaluated };
}
