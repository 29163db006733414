import type { Json, JsonObject } from "../model/json.ts";
import type { Schema } from "../model/schema.ts";
import { asSchema, entriesAt } from "./parts.ts";

/** Reads the schema of a parameter or header, and how its values are written. */
export function readValue(
  source: JsonObject,
  defaultStyle: string,
): { schema: Schema; serialization: Readonly<Record<string, Json>> } {
  const [content] = entriesAt(source, "content");
  if (content !== undefined) {
    const [mediaType, { schema }] = content;
    return { schema: asSchema(schema) ?? true, serialization: { content: mediaType.toLowerCase() } };
  }
  const style = source.style ?? defaultStyle;
  const explode = source.explode ?? (style === "form" || style === "cookie");
  const serialization = { style, explode, allowReserved: source.allowReserved ?? false };
  return { schema: asSchema(source.schema) ?? true, serialization };
}
