import { canonicalText } from "../canonical/index.ts";
import { isJsonObject, type Json } from "../model/json.ts";
import type { DefinedSchema, Definitions, Schema } from "../model/schema.ts";

/** Two schemas whose references mean the same definitions. */
export interface JoinedSchemas {
  readonly base: Schema;
  readonly head: Schema;
  readonly definitions: Definitions;
}

/** Puts the definitions of both sides beside each other. If they differ, those of the head get other names. */
export function joinDefinitions(base: DefinedSchema, head: DefinedSchema): JoinedSchemas {
  if (canonicalText(base.definitions) === canonicalText(head.definitions))
    return { base: base.schema, head: head.schema, definitions: base.definitions };
  const renamed = Object.entries(head.definitions).map(([name, schema]) => [
    `${name}${suffix}`,
    rename(schema),
  ]);
  return {
    base: base.schema,
    head: asSchema(rename(head.schema)),
    definitions: { ...base.definitions, ...Object.fromEntries(renamed) },
  };
}

const suffix = " (head)";

/** Restores the names that people gave to definitions of the head. */
export function restoreNames(part: Json): Json {
  return mapReferences(part, (reference) =>
    reference.endsWith(suffix) ? reference.slice(0, -suffix.length) : reference,
  );
}

function rename(part: Json): Json {
  return mapReferences(part, (reference) =>
    reference.startsWith("#/$defs/") ? reference + suffix : reference,
  );
}

/** Keeps the origins of objects, which are symbols. Objects without references stay the same. */
function mapReferences(part: Json, map: (reference: string) => string): Json {
  if (Array.isArray(part)) {
    const items = part.map((item) => mapReferences(item, map));
    return items.every((item, index) => item === part[index]) ? part : items;
  }
  if (!isJsonObject(part)) return part;
  const entries = Object.entries(part).map(
    ([key, value]) =>
      [key, key === "$ref" && typeof value === "string" ? map(value) : mapReferences(value, map)] as const,
  );
  return entries.every(([key, value]) => value === part[key])
    ? part
    : { ...part, ...Object.fromEntries(entries) };
}

function asSchema(part: Json): Schema {
  return typeof part === "boolean" || isJsonObject(part) ? part : true;
}
