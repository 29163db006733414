/** Any JSON value, such as a node of the bundled spec. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object, such as the bundled spec. */
export type JsonObject = { [key: string]: Json };

/** Returns whether a value is an object, and neither an array nor null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns an object with the same keys, whose values are those of `convert`. */
export function mapValues(object: JsonObject, convert: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, convert(value, key)]));
}
