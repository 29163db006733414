import type { JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { isDisjoint } from "../is-disjoint.ts";
import { listOf, schemasOf, without } from "../keywords.ts";
import type { RewriteContext } from "./rewrite.ts";

/**
 * Lifts the branches of a `oneOf` within a union, if those of the union overlap with nothing else. This is how people add
 * null to a `oneOf`.
 */
export function flattenOneOf(schema: JsonObject, { definitions }: RewriteContext): JsonObject {
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = schemasOf(schema, keyword) ?? [];
    const nested = branches.find((branch) => innerBranches(branch) !== undefined);
    if (nested === undefined) continue;
    const inner = innerBranches(nested) ?? [];
    const others = branches.filter((branch) => branch !== nested);
    const isApart = others.every((other, index) =>
      [...inner, ...others.slice(index + 1)].every((branch) => isDisjoint(other, branch, definitions)),
    );
    if (isApart) return withOneOf(without(schema, keyword), [...others, ...inner]);
  }
  return schema;
}

/** Returns the branches of a schema that is only a `oneOf`. */
function innerBranches(branch: Schema): readonly Schema[] | undefined {
  if (typeof branch === "boolean" || Object.keys(branch).length !== 1) return undefined;
  return schemasOf(branch, "oneOf");
}

function withOneOf(rest: JsonObject, oneOf: readonly Schema[]): JsonObject {
  if (rest.oneOf === undefined) return { ...rest, oneOf };
  return { ...rest, allOf: [...(listOf(rest, "allOf") ?? []), { oneOf }] };
}
