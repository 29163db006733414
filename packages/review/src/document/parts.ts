import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Schema } from "../model/schema.ts";

/** Returns an object of a document: an empty one if there is none. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isJsonObject(value) ? value : {};
}

/** Returns the objects of a list of a document: none if there is no list. */
export function objectsAt(parent: JsonObject, key: string): readonly JsonObject[] {
  const value = parent[key];
  return Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : [];
}

/** Returns the entries of a map of a document whose values are objects. */
export function entriesAt(parent: JsonObject, key: string): readonly (readonly [string, JsonObject])[] {
  return Object.entries(objectAt(parent, key)).flatMap(([name, value]) =>
    isJsonObject(value) ? [[name, value] as const] : [],
  );
}

/** Returns a text of a document, or undefined if there is none. */
export function textAt(parent: JsonObject, key: string): string | undefined {
  const value = parent[key];
  return typeof value === "string" ? value : undefined;
}

/** Returns a value as a schema, if it can be one. */
export function asSchema(value: Json | undefined): Schema | undefined {
  return typeof value === "boolean" || isJsonObject(value) ? value : undefined;
}
