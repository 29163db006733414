import type { Json, JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { numberOf, schemasOf } from "../keywords.ts";
import { matches } from "../matches.ts";
import type { RewriteContext } from "./rewrite.ts";

const emptyValues: readonly (readonly [value: Json, lowerBound: string])[] = [
  ["", "minLength"],
  [[], "minItems"],
  [{}, "minProperties"],
];

/**
 * Excludes the empty list from all branches of a `oneOf` if it fits more than one: the union refuses it anyway. The same
 * goes for the empty string and the empty object.
 */
export function excludeSharedEmptyValues(schema: JsonObject, { definitions }: RewriteContext): JsonObject {
  const given = schemasOf(schema, "oneOf");
  if (!given) return schema;
  let branches: readonly Schema[] = given;
  for (const [value, lowerBound] of emptyValues) {
    const results: readonly (boolean | undefined)[] = branches.map((branch) =>
      matches(branch, value, definitions),
    );
    if (results.includes(undefined) || results.filter(Boolean).length < 2) continue;
    branches = branches.map((branch, index) => (results[index] ? withMinimum(branch, lowerBound) : branch));
  }
  return branches === given ? schema : { ...schema, oneOf: branches };
}

function withMinimum(branch: Schema, lowerBound: string): Schema {
  if (typeof branch === "boolean") return branch ? { [lowerBound]: 1 } : branch;
  return { ...branch, [lowerBound]: Math.max(1, numberOf(branch, lowerBound) ?? 0) };
}
