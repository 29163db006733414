import type { Json, JsonObject } from "../../model/json.ts";
import { origin, type Sourced } from "../../model/origin.ts";
import type { Schema } from "../../model/schema.ts";
import { sortedSet } from "../canonical-text.ts";
import { keywordsOfType, listOf, schemasOf } from "../keywords.ts";
import { allTypes, declaredTypes, possibleTypes, withTypes } from "../schema-types.ts";
import { intersect } from "../sets.ts";
import type { RewriteContext } from "./rewrite.ts";

/**
 * Merges branches of a union that one schema can say: bare types into a list of types, enums into one, and branches whose
 * types no other branch has into one with all their keywords: `[{type: string, minLength: 1}, {type: "null"}]` is
 * `{type: [string, "null"], minLength: 1}`.
 */
export function mergeBranches(schema: JsonObject, { definitions }: RewriteContext): JsonObject {
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = schemasOf(schema, keyword);
    if (!branches) continue;
    const group = [bareTypes, finite, alone].map((choose) => choose(branches, keyword, definitions));
    const merged = group.find((chosen) => chosen !== undefined);
    if (!merged) continue;
    const others = branches.filter((branch) => !merged.from.includes(branch));
    return { ...schema, [keyword]: [...others, merged.into] };
  }
  return schema;
}

interface Merger {
  readonly from: readonly Schema[];
  readonly into: JsonObject;
}

type Choose = (
  branches: readonly Schema[],
  keyword: string,
  definitions: RewriteContext["definitions"],
) => Merger | undefined;

const bareTypes: Choose = (branches, keyword) => {
  const from = branches.filter(isBareType);
  const types = from.map(declaredTypes);
  const union = new Set(types.flatMap((some) => [...some]));
  const isDisjoint = union.size === types.reduce((sum, some) => sum + some.size, 0);
  if (from.length < 2 || (keyword === "oneOf" && !isDisjoint)) return undefined;
  return { from, into: withTypes({}, union) };
};

const finite: Choose = (branches, keyword) => {
  const from = branches.filter(
    (branch) => typeof branch === "object" && valuesOf(branch) !== undefined,
  ) as JsonObject[];
  if (from.length < 2 || !from.some((branch) => branch.enum !== undefined)) return undefined;
  const values = from.flatMap((branch) => valuesOf(branch) ?? []);
  const union = sortedSet(values);
  if (keyword === "oneOf" && union.length !== values.length) return undefined;
  return { from, into: { ...originOfOnly(from.filter((branch) => branch.enum !== undefined)), enum: union } };
};

const alone: Choose = (branches, _, definitions) => {
  const types = branches.map((branch) => possibleTypes(branch, definitions));
  const from = branches.filter((branch, index): branch is JsonObject => {
    if (typeof branch === "boolean" || branch.type === undefined || !isSpecific(branch)) return false;
    return types.every(
      (others, at) => at === index || intersect(others, types[index] ?? allTypes).size === 0,
    );
  });
  if (from.length < 2) return undefined;
  const union = new Set(from.flatMap((branch) => [...declaredTypes(branch)]));
  const together: JsonObject = Object.assign(
    {},
    ...from.map((branch) => Object.fromEntries(Object.entries(branch))),
  );
  return {
    from,
    into: withTypes({ ...together, ...originOfOnly(from.filter((branch) => !isBareType(branch))) }, union),
  };
};

const specific: ReadonlySet<string> = new Set(["type", ...Object.values(keywordsOfType).flat()]);

/** Says whether all keywords apply to one type each, so that values of other types do not notice them. */
function isSpecific(branch: JsonObject): boolean {
  return Object.keys(branch).every((keyword) => specific.has(keyword));
}

function isBareType(branch: Schema): branch is JsonObject {
  return typeof branch === "object" && branch.type !== undefined && Object.keys(branch).length === 1;
}

/** Lists all values of an enum, of null or of booleans. */
function valuesOf(branch: JsonObject): readonly Json[] | undefined {
  if (Object.keys(branch).length !== 1) return undefined;
  const values = listOf(branch, "enum");
  if (values || branch.type === undefined) return values;
  const types = [...declaredTypes(branch)];
  if (!types.every((type) => type === "null" || type === "boolean")) return undefined;
  return types.flatMap((type): readonly Json[] => (type === "null" ? [null] : [false, true]));
}

/** Returns only the origin, if there is one part. */
function originOfOnly(parts: readonly Sourced[]): JsonObject {
  const [part, ...others] = parts;
  const from = part?.[origin];
  return from === undefined || others.length > 0 ? {} : ({ [origin]: from } as Sourced);
}
