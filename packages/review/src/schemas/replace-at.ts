import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Definitions, Schema } from "../model/schema.ts";
import { resolve } from "./keywords.ts";

/** Returns the schema at a path. Recursive references on the way are followed. */
export function schemaAtPath(root: Schema, path: readonly string[], definitions: Definitions): Schema {
  let node: Json = resolve(root, definitions);
  for (const key of path) {
    const next: Json | undefined = Array.isArray(node)
      ? node[Number(key)]
      : isJsonObject(node)
        ? node[key]
        : undefined;
    if (next === undefined) return true;
    node = isJsonObject(next) ? resolve(next, definitions) : next;
  }
  return isJsonObject(node) || typeof node === "boolean" ? node : true;
}

/**
 * Returns a copy of a schema with another schema at a path. Everything beside the path is shared. A recursive reference on
 * the way is replaced by its target, so the copy differs only where it is first met.
 */
export function replaceAt(
  root: Schema,
  path: readonly string[],
  definitions: Definitions,
  edit: (schema: Schema) => Schema,
): Schema {
  const replaced = replace(root, path);
  return isJsonObject(replaced) || typeof replaced === "boolean" ? replaced : root;

  function replace(node: Json, [key, ...rest]: readonly string[]): Json {
    const target = isJsonObject(node) ? resolve(node, definitions) : node;
    if (key === undefined) return isJsonObject(target) || typeof target === "boolean" ? edit(target) : target;
    if (Array.isArray(target)) {
      const index = Number(key);
      return index < target.length ? target.with(index, replace(target[index] ?? null, rest)) : target;
    }
    if (!isJsonObject(target)) return target;
    const part = target[key];
    const copy: JsonObject = part === undefined ? target : { ...target, [key]: replace(part, rest) };
    return copy;
  }
}
