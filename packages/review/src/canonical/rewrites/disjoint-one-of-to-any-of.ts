import type { JsonObject } from "../../model/json.ts";
import { isDisjoint } from "../is-disjoint.ts";
import { listOf, schemasOf, without } from "../keywords.ts";
import type { RewriteContext } from "./rewrite.ts";

/** Turns `oneOf` into `anyOf` if no value fits two branches. */
export function disjointOneOfToAnyOf(schema: JsonObject, { definitions }: RewriteContext): JsonObject {
  const branches = schemasOf(schema, "oneOf");
  if (!branches) return schema;
  const areDisjoint = branches.every((branch, index) =>
    branches.slice(index + 1).every((other) => isDisjoint(branch, other, definitions)),
  );
  if (!areDisjoint) return schema;
  const rest = without(schema, "oneOf");
  return rest.anyOf === undefined
    ? { ...rest, anyOf: branches }
    : { ...rest, allOf: [...(listOf(rest, "allOf") ?? []), { anyOf: branches }] };
}
