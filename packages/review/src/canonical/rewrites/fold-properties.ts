import type { Json, JsonObject } from "../../model/json.ts";
import { namedSchemasOf, without } from "../keywords.ts";

/** Drops properties that are forbidden by name where `additionalProperties: false` forbids them anyway. */
export function foldProperties(schema: JsonObject): JsonObject {
  if (schema.propertyNames === false) {
    return { ...without(schema, "propertyNames"), maxProperties: 0 };
  }
  if (schema.additionalProperties !== false || schema.patternProperties !== undefined) return schema;
  const properties = namedSchemasOf(schema, "properties");
  const dropped = Object.keys(properties).filter((name) => properties[name] === false);
  if (dropped.length === 0) return schema;
  // Spread keeps the origin of the map.
  const kept: Record<string, Json> = { ...(schema.properties as JsonObject) };
  for (const name of dropped) delete kept[name];
  return { ...schema, properties: kept };
}
