import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { type Child, childKind } from "./grammar.ts";
import { isTextKeyword } from "./without-texts.ts";

/**
 * Says whether two parts of a document differ at most in texts, examples and the order of keys. The target of a reference
 * is the same object wherever it is used, and need not be looked into.
 */
export function isSameApartFromTexts(left: Json, right: Json, kind: Child): boolean {
  const equal = new WeakMap<JsonObject, WeakSet<JsonObject>>();
  const isSame = (one: Json | undefined, other: Json | undefined, partKind: Child): boolean => {
    if (one === other) return true;
    if (Array.isArray(one) && Array.isArray(other)) {
      const itemKind = childKind(partKind, "0");
      return one.length === other.length && one.every((item, index) => isSame(item, other[index], itemKind));
    }
    if (!isJsonObject(one) || !isJsonObject(other)) return false;
    const known = equal.get(one) ?? new WeakSet();
    if (known.has(other)) return true;
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    const result = keys.every(
      (key) => isTextKeyword(partKind, key) || isSame(one[key], other[key], childKind(partKind, key)),
    );
    if (result) equal.set(one, known.add(other));
    return result;
  };
  return isSame(left, right, kind);
}
