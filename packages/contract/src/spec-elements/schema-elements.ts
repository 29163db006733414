import { isObject } from "../is-object.ts";
import { below, children, type Pointer, resolve } from "./json-pointer.ts";

const constraints = [
  "type",
  "const",
  "default",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "pattern",
  "additionalProperties",
];
const annotations = ["title", "description", "examples", "format"];

/**
 * Yields pointers to everything that a schema states: its bounds, properties and branches, and the entries of
 * `required` and `enum`. The last token of a pointer to an entry is its value, not its index (`…/enum/stop`, not
 * `…/enum/0`), so that a new order changes no pointer.
 *
 * @param start - points to the schema, or to a `$ref` to it.
 * @param seen - the schemas that were visited before, since a schema may refer to itself.
 * @throws Error on an unknown keyword. If it were skipped, no case would have to cover it.
 */
export function* schemaElements(
  document: unknown,
  start: Pointer,
  seen: Set<Pointer> = new Set(),
): Generator<Pointer, void, void> {
  const { pointer, value: schema } = resolve(document, start);
  if (seen.has(pointer)) return;
  seen.add(pointer);
  for (const [keyword, stated] of Object.entries(schema)) {
    const place = below(pointer, keyword);
    if (keyword === "items" || (keyword === "additionalProperties" && isObject(stated))) {
      yield* schemaElements(document, place, seen);
    } else if (constraints.includes(keyword)) {
      yield place;
    } else if (keyword === "required" || keyword === "enum") {
      for (const entry of Array.isArray(stated) ? stated : []) yield below(place, entry);
    } else if (keyword === "properties" || keyword === "oneOf") {
      for (const [, part] of children(document, place)) {
        yield part;
        yield* schemaElements(document, part, seen);
      }
    } else if (!annotations.includes(keyword) && !keyword.startsWith("x-")) {
      throw new Error(`Unknown schema keyword at ${place}. Add it to schema-elements.ts.`);
    }
  }
}
