import type { JsonObject } from "../../model/json.ts";
import { numberAt } from "../keywords.ts";

/** Says whether a schema's strings fit the lengths and the pattern of another one. Only equal patterns are comparable. */
export function includesStrings(sub: JsonObject, sup: JsonObject): boolean {
  return (
    (numberAt(sub, "minLength") ?? 0) >= (numberAt(sup, "minLength") ?? 0) &&
    (numberAt(sub, "maxLength") ?? Number.POSITIVE_INFINITY) <=
      (numberAt(sup, "maxLength") ?? Number.POSITIVE_INFINITY) &&
    (sup.pattern === undefined || sup.pattern === sub.pattern)
  );
}
