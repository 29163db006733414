import type { JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { listOf, schemasOf, without } from "../keywords.ts";
import { declaredTypes, possibleTypes } from "../schema-types.ts";
import { intersect } from "../sets.ts";
import type { RewriteContext } from "./rewrite.ts";

/**
 * Drops branches of unions that no value fits, lifts branches of a union within a union, and unwraps a union of one branch.
 */
export function simplifyUnions(schema: JsonObject, { definitions }: RewriteContext): Schema {
  let current = schema;
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = schemasOf(current, keyword);
    if (!branches) continue;
    const types = declaredTypes(current);
    const possible = branches.filter(
      (branch) => intersect(possibleTypes(branch, definitions), types).size > 0,
    );
    if (possible.length === 0) return false;
    if (keyword === "anyOf" && possible.includes(true)) {
      current = without(current, keyword);
      continue;
    }
    const flat = keyword === "anyOf" ? possible.flatMap(innerBranches) : possible;
    const [branch] = flat;
    if (flat.length === 1 && branch !== undefined) {
      current = { ...without(current, keyword), allOf: [...(listOf(current, "allOf") ?? []), branch] };
    } else if (flat.length !== branches.length || flat.some((part, index) => part !== branches[index])) {
      current = { ...current, [keyword]: flat };
    }
  }
  return current;
}

/** Returns the branches of a schema that is only an `anyOf`, else the schema itself. */
function innerBranches(branch: Schema): readonly Schema[] {
  if (typeof branch === "boolean" || Object.keys(branch).length !== 1) return [branch];
  return schemasOf(branch, "anyOf") ?? [branch];
}
