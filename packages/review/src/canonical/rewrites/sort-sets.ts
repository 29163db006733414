import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import { sortedByText, sortedSet } from "../canonical-text.ts";
import { canBeNamed, declaredTypes, withTypes } from "../schema-types.ts";

/**
 * Sorts lists whose order means nothing, and drops repetitions. In `oneOf` a repeated branch excludes what it allows, so
 * repetitions stay there.
 */
export function sortSets(schema: JsonObject): JsonObject {
  const changed: Record<string, Json> = {};
  for (const keyword of ["allOf", "anyOf", "enum", "required", "oneOf"]) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    const sorted = keyword === "oneOf" ? sortedByText(list) : sortedSet(list);
    if (sorted !== list) changed[keyword] = sorted;
  }
  const { dependentRequired } = schema;
  if (isJsonObject(dependentRequired)) {
    const sorted = sortLists(dependentRequired);
    if (sorted !== dependentRequired) changed.dependentRequired = sorted;
  }
  const next = Object.keys(changed).length === 0 ? schema : { ...schema, ...changed };
  return sortTypes(next);
}

function sortLists(map: JsonObject): JsonObject {
  const changed = Object.entries(map).flatMap(([name, list]): [string, Json][] => {
    const sorted = Array.isArray(list) ? sortedSet(list) : list;
    return sorted === list ? [] : [[name, sorted]];
  });
  return changed.length === 0 ? map : { ...map, ...Object.fromEntries(changed) };
}

function sortTypes(schema: JsonObject): JsonObject {
  const { type } = schema;
  if (!Array.isArray(type) || type.length === 0) return schema;
  const types = declaredTypes(schema);
  if (!canBeNamed(types)) return schema;
  const next = withTypes(schema, types);
  return Array.isArray(next.type) && next.type.join() === type.join() ? schema : next;
}
