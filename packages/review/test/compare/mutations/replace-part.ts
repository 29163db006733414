import { isJsonObject, type Json, type JsonObject } from "../../../src/model/json.ts";

/**
 * Returns a copy of a document in which one part is replaced, wherever it is used. Everything that does not contain it stays
 * the same object, so that what has been learned about it is remembered.
 */
export function replacePart(root: JsonObject, part: object, replacement: Json): JsonObject {
  const copies = new Map<object, Json>([[part, replacement]]);
  const copy = (value: Json): Json => {
    if (typeof value !== "object" || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    const result = isJsonObject(value) ? copyObject(value) : copyList(value);
    copies.set(value, result);
    return result;
  };
  const copyList = (list: readonly Json[]): Json => {
    const items = list.map(copy);
    return items.every((item, index) => item === list[index]) ? list : items;
  };
  const copyObject = (object: JsonObject): JsonObject => {
    const changed = Object.entries(object).flatMap(([key, child]) => {
      const next = copy(child);
      return next === child ? [] : [[key, next] as const];
    });
    return changed.length === 0 ? object : { ...object, ...Object.fromEntries(changed) };
  };
  const result = copy(root);
  return isJsonObject(result) ? result : root;
}
