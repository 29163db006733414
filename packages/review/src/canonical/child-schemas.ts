import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Schema } from "../model/schema.ts";
import { isSchema } from "./keywords.ts";

const single = [
  ...["additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"],
  ...["unevaluatedItems", "unevaluatedProperties"],
];
const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const maps = ["dependentSchemas", "patternProperties", "properties"];
const all: ReadonlySet<string> = new Set([...single, ...lists, ...maps]);

/** Keywords whose schemas apply to the same value as the schema that contains them. */
export const inPlace: ReadonlySet<string> = new Set([
  ...["allOf", "anyOf", "dependentSchemas", "else", "if", "not", "oneOf", "then"],
]);

/** Replaces the schemas directly within a schema. Returns the same object if none changes. */
export function mapChildren(
  schema: JsonObject,
  replace: (child: Schema, keyword: string) => Schema,
): JsonObject {
  const changed: [string, Json][] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (!all.has(keyword)) continue;
    const next = mapKeyword(keyword, value, (child) => replace(child, keyword));
    if (next !== value) changed.push([keyword, next]);
  }
  return changed.length === 0 ? schema : { ...schema, ...Object.fromEntries(changed) };
}

function mapKeyword(keyword: string, value: Json, replace: (child: Schema) => Schema): Json {
  if (lists.includes(keyword)) return Array.isArray(value) ? mapList(value, replace) : value;
  if (maps.includes(keyword)) return isJsonObject(value) ? mapValues(value, replace) : value;
  return isSchema(value) ? replace(value) : value;
}

function mapList(list: readonly Json[], replace: (child: Schema) => Schema): readonly Json[] {
  const next = list.map((child) => (isSchema(child) ? replace(child) : child));
  return next.every((child, index) => child === list[index]) ? list : next;
}

function mapValues(map: JsonObject, replace: (child: Schema) => Schema): JsonObject {
  const changed = Object.entries(map).flatMap(([name, child]): [string, Json][] => {
    const next = isSchema(child) ? replace(child) : child;
    return next === child ? [] : [[name, next]];
  });
  return changed.length === 0 ? map : { ...map, ...Object.fromEntries(changed) };
}
