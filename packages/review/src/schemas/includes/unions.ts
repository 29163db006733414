import { canonicalText } from "../../canonical/index.ts";
import { isJsonObject, type JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { resolve, schemasAt, typesOf } from "../keywords.ts";
import type { Inclusion } from "./inclusion.ts";

/** Returns the ways to split a schema into alternatives that together allow at least the same values. */
export function parts(schema: JsonObject): readonly (readonly Schema[])[] {
  const ways: (readonly Schema[])[] = [];
  for (const keyword of ["anyOf", "oneOf"] as const) {
    if (schema[keyword] === undefined) continue;
    const { [keyword]: _, ...siblings } = schema;
    ways.push(schemasAt(schema, keyword).map((branch) => both(siblings, branch)));
    // Branches that do not know their siblings, and the siblings without their branches, allow more.
    if (Object.keys(siblings).length > 0) ways.push(schemasAt(schema, keyword), [siblings]);
  }
  for (const part of schemasAt(schema, "allOf")) {
    const { allOf: _, ...siblings } = schema;
    ways.push([part], [siblings]);
  }
  const types = typesOf(schema);
  if (types.length > 1) ways.push(types.map((type) => ({ ...schema, type })));
  return ways;
}

/** Returns a schema that allows at least what two schemas allow together. */
function both(siblings: JsonObject, branch: Schema): Schema {
  if (!isJsonObject(branch)) return branch ? siblings : false;
  if (Object.keys(siblings).length === 0) return branch;
  const collides = Object.keys(branch).some((keyword) => siblings[keyword] !== undefined);
  if (!collides && !interacts(siblings) && !interacts(branch)) return { ...siblings, ...branch };
  return { allOf: [siblings, branch] };
}

/** Some keywords mean something else when they move beside others. */
function interacts(schema: JsonObject): boolean {
  return [
    "additionalProperties",
    "items",
    "unevaluatedProperties",
    "unevaluatedItems",
    "if",
    "minContains",
    "maxContains",
  ].some((keyword) => schema[keyword] !== undefined);
}

/** Says whether every value of a schema fits a union: one branch of `anyOf`, exactly one of `oneOf`. */
export function fitsUnion(
  inclusion: Inclusion,
  sub: JsonObject,
  sup: JsonObject,
  keyword: "anyOf" | "oneOf",
): boolean {
  const branches = schemasAt(sup, keyword);
  if (sub[keyword] !== undefined && canonicalText(sub[keyword]) === canonicalText(sup[keyword] ?? null))
    return true;
  if (keyword === "oneOf" && fitsBranchByBranch(inclusion, sub, branches)) return true;
  return branches.some(
    (branch, index) =>
      inclusion.includes(sub, branch) &&
      (keyword === "anyOf" ||
        branches.every((other, place) => place === index || inclusion.disjoint(sub, other))),
  );
}

/**
 * Two versions of a `oneOf` may have overlapping branches. If each branch only loses values, a value may stop to fit two of
 * them, which makes it valid, but never the other way around. This holds only for equal branches: those are no difference.
 */
function fitsBranchByBranch(inclusion: Inclusion, sub: JsonObject, branches: readonly Schema[]): boolean {
  const own = sub.oneOf === undefined ? [] : schemasAt(sub, "oneOf");
  if (own.length === 0) return false;
  // Exactly one branch of the smaller schema fits. It lies in one larger branch, and the others must exclude it.
  return own.every((part) => {
    const target = resolve(part, inclusion.definitions);
    return branches.some(
      (branch, index) =>
        inclusion.includes(target, branch) &&
        branches.every((other, place) => place === index || inclusion.disjoint(target, other)),
    );
  });
}
