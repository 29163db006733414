import type { JsonObject } from "../../model/json.ts";
import { without } from "../keywords.ts";
import { declaredTypes, possibleTypes } from "../schema-types.ts";
import { isSubset } from "../sets.ts";
import type { RewriteContext } from "./rewrite.ts";

/** Drops `type` if the branches of a union allow no other types. */
export function dropImpliedType(schema: JsonObject, { definitions }: RewriteContext): JsonObject {
  if (schema.type === undefined || (schema.anyOf === undefined && schema.oneOf === undefined)) return schema;
  const rest = without(schema, "type");
  return isSubset(possibleTypes(rest, definitions), declaredTypes(schema)) ? rest : schema;
}
