import { canonicalText } from "../../canonical/index.ts";
import { isJsonObject, type JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { namesAt, numberAt, schemaAt, schemaMapAt } from "../keywords.ts";
import type { Inclusion } from "./inclusion.ts";

/** Says whether a schema's objects fit the properties and the counts of another one. */
export function includesObjects(inclusion: Inclusion, sub: JsonObject, sup: JsonObject): boolean {
  const required = namesAt(sub, "required");
  return (
    namesAt(sup, "required").every((name) => required.includes(name)) &&
    includesCounts(sub, sup, required.length) &&
    includesNames(inclusion, sub, sup) &&
    includesDependencies(sub, sup, required) &&
    includesProperties(inclusion, sub, sup)
  );
}

function includesCounts(sub: JsonObject, sup: JsonObject, required: number): boolean {
  const least = Math.max(numberAt(sub, "minProperties") ?? 0, required);
  const isClosed = sub.additionalProperties === false && sub.patternProperties === undefined;
  const named = isClosed ? schemaMapAt(sub, "properties").size : Number.POSITIVE_INFINITY;
  const most = Math.min(numberAt(sub, "maxProperties") ?? Number.POSITIVE_INFINITY, named);
  return (
    least >= (numberAt(sup, "minProperties") ?? 0) &&
    most <= (numberAt(sup, "maxProperties") ?? Number.POSITIVE_INFINITY)
  );
}

function includesNames({ includes }: Inclusion, sub: JsonObject, sup: JsonObject): boolean {
  if (sup.propertyNames === undefined) return true;
  return includes(schemaAt(sub, "propertyNames"), schemaAt(sup, "propertyNames"));
}

function includesDependencies(sub: JsonObject, sup: JsonObject, required: readonly string[]): boolean {
  const { dependentRequired } = sup;
  if (!isJsonObject(dependentRequired)) return true;
  return Object.entries(dependentRequired).every(([name, needed]) => {
    const own = isJsonObject(sub.dependentRequired) ? sub.dependentRequired[name] : undefined;
    const names = [...required, ...(Array.isArray(own) ? own : [])];
    return Array.isArray(needed) && needed.every((other) => names.includes(other));
  });
}

/** Every property that the smaller schema allows, named or not, must fit what the larger one says about its name. */
function includesProperties({ includes }: Inclusion, sub: JsonObject, sup: JsonObject): boolean {
  const [mine, theirs] = [schemaMapAt(sub, "properties"), schemaMapAt(sup, "properties")];
  const [patterns, allowedPatterns] = [
    schemaMapAt(sub, "patternProperties"),
    schemaMapAt(sup, "patternProperties"),
  ];
  if (
    allowedPatterns.size > 0 &&
    canonicalText(sub.patternProperties ?? {}) !== canonicalText(sup.patternProperties ?? {})
  )
    return false;
  const rest = schemaAt(sub, "additionalProperties");
  for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
    const isPatterned = allowedPatterns.size > 0;
    const allowed: Schema =
      theirs.get(name) ?? (isPatterned ? undefined : schemaAt(sup, "additionalProperties")) ?? false;
    const own = mine.get(name);
    if (own !== undefined) {
      if (!includes(own, allowed)) return false;
    } else if (!unnamed(rest, patterns).every((schema) => includes(schema, allowed))) return false;
  }
  const remaining = schemaAt(sup, "additionalProperties");
  if (!includes(rest, remaining)) return false;
  return allowedPatterns.size > 0 || [...patterns.values()].every((schema) => includes(schema, remaining));
}

/** Returns the schemas of which one says what an unnamed property is at most. */
function unnamed(rest: Schema, patterns: ReadonlyMap<string, Schema>): readonly Schema[] {
  return [rest, ...patterns.values()];
}
