import type { MediaType } from "../model/api.ts";
import type { JsonObject } from "../model/json.ts";
import { asSchema, entriesAt } from "./parts.ts";
import { joinPointer } from "./pointer.ts";

/** Reads the media types of a body, with names in lower case and without spaces. */
export function readMediaTypes(body: JsonObject, pointer: string): ReadonlyMap<string, MediaType> {
  const mediaTypes = entriesAt(body, "content").map(([writtenName, source]): [string, MediaType] => {
    const name = writtenName.toLowerCase().replaceAll(/\s/g, "");
    const itemSchema = asSchema(source.itemSchema ?? source["x-itemSchema"]);
    const mediaType: MediaType = {
      name,
      pointer: joinPointer(pointer, "content", name),
      source,
      schema: asSchema(source.schema) ?? true,
      itemSchema,
    };
    return [name, mediaType];
  });
  return new Map(mediaTypes);
}
