import type { JsonObject } from "../../model/json.ts";
import { isSameJson } from "../canonical-text.ts";
import { listOf, without } from "../keywords.ts";

/** Turns `const` into an `enum` of one value. Beside an `enum` only the common value is left. */
export function constToEnum(schema: JsonObject): JsonObject {
  const { const: value } = schema;
  if (value === undefined) return schema;
  const values = listOf(schema, "enum") ?? [value];
  return { ...without(schema, "const"), enum: values.filter((other) => isSameJson(value, other)) };
}
