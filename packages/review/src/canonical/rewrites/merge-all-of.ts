import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import { origin, originOf, type Sourced } from "../../model/origin.ts";
import type { Schema } from "../../model/schema.ts";
import { canonicalText } from "../canonical-text.ts";
import { extensibleEnum, only, schemasOf, without } from "../keywords.ts";
import { mergeUnits, type Unit } from "./merge-units.ts";

/**
 * Merges the branches of `allOf` into the schema around them. What cannot be said by one keyword, such as two patterns,
 * stays in `allOf`, a branch each. A branch with a keyword that is not known here stays as a whole, since it may look at
 * the keywords beside it.
 */
export function mergeAllOf(schema: JsonObject): Schema {
  const branches = schemasOf(schema, "allOf");
  if (!branches) return schema;
  if (branches.includes(false)) return false;
  const outer = without(schema, "allOf");
  const parts = branches.flatMap(flatten).filter((branch) => branch !== true);
  const whole = parts.filter((branch) => typeof branch === "boolean" || !isMergeable(branch));
  const [single, ...others] = parts;
  if (Object.keys(outer).length === 0 && single !== undefined && others.length === 0) {
    return typeof single === "boolean" ? single : withOrigin(single, [outer, single]);
  }

  const merged = mergeParts([outer, ...parts.filter(isJsonObject).filter(isMergeable)]);
  const allOf = [...whole, ...merged.left];
  const next: JsonObject = allOf.length === 0 ? merged.schema : { ...merged.schema, allOf };
  return canonicalText(next) === canonicalText(schema) ? schema : next;
}

function flatten(branch: Schema): readonly Schema[] {
  if (typeof branch === "boolean" || Object.keys(branch).join() !== "allOf") return [branch];
  return (schemasOf(branch, "allOf") ?? []).flatMap(flatten);
}

const known: ReadonlySet<string> = new Set(mergeUnits.flatMap(({ keywords }) => keywords));

function isMergeable(branch: JsonObject): boolean {
  return Object.keys(branch).every((keyword) => known.has(keyword)) && branch[extensibleEnum] === undefined;
}

function mergeParts([outer, ...branches]: readonly [JsonObject, ...JsonObject[]]): {
  readonly schema: JsonObject;
  readonly left: readonly JsonObject[];
} {
  let schema: JsonObject = withOrigin(
    Object.fromEntries(Object.entries(outer).filter(([keyword]) => !known.has(keyword))),
    [outer, ...branches],
  );
  const left: JsonObject[] = [];
  for (const unit of mergeUnits) {
    const picks = distinct([outer, ...branches].map((part) => pick(part, unit)));
    const [single, ...others] = picks;
    const together = others.length === 0 ? single : unit.merge?.(picks);
    if (together) schema = { ...schema, ...together };
    else left.push(...picks);
  }
  return { schema, left };
}

function pick(part: JsonObject, unit: Unit): JsonObject {
  return only(part, unit.keywords);
}

function distinct(picks: readonly JsonObject[]): readonly JsonObject[] {
  const filled = picks.filter((part) => Object.keys(part).length > 0);
  return [
    ...new Map(filled.map((part): [string, JsonObject] => [canonicalText(part as Json), part])).values(),
  ];
}

/** Takes the origin of the only part that says something, else that of the outer schema. */
function withOrigin(schema: JsonObject, parts: readonly Sourced[]): JsonObject {
  const filled = parts.filter((part) => Object.keys(part).length > 0);
  const from = (filled.length === 1 ? filled[0]?.[origin] : undefined) ?? parts[0]?.[origin];
  return from === undefined || from === originOf(schema)
    ? schema
    : ({ ...schema, [origin]: from } as Sourced);
}
