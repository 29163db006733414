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
const annotations = ["title", "description", "examples"];

/**
 * Gives what a schema states, by pointer: its bounds, properties and branches, and the entries of `required` and
 * `enum`. Those are named by their value instead of their place (`…/enum/stop`, not `…/enum/0`), so that a new order
 * moves nothing.
 *
 * @param start - where the schema is, or a `$ref` to it.
 * @param seen - schemas that were given already: one may refer to itself.
 * @throws Error on a keyword that it does not know, since what it skipped no case would have to cover.
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
    if (constraints.includes(keyword)) {
      yield place;
    } else if (keyword === "required" || keyword === "enum") {
      for (const entry of Array.isArray(stated) ? stated : []) yield below(place, entry);
    } else if (keyword === "properties" || keyword === "oneOf") {
      for (const [, part] of children(document, place)) {
        yield part;
        yield* schemaElements(document, part, seen);
      }
    } else if (keyword === "items") {
      yield* schemaElements(document, place, seen);
    } else if (!annotations.includes(keyword) && !keyword.startsWith("x-")) {
      throw new Error(
        `The coverage does not know the keyword at ${place}: say in schema-elements.ts what it is.`,
      );
    }
  }
}
