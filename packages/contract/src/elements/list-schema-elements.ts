import { isObject } from "../is-object.ts";
import { below, type Pointer, resolve } from "./json-pointer.ts";

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
const lists = ["required", "enum"];
const structure = ["properties", "items", "oneOf"];
const annotations = ["title", "description", "examples"];

/**
 * Lists what a schema states, by pointer: itself where others refer to it, its properties, branches, bounds, and the
 * entries of `required` and `enum`. Those entries are named by their value instead of their place
 * (`…/enum/stop`, not `…/enum/0`), so that a new order moves nothing.
 *
 * @throws Error on a keyword that it does not know, since what it skipped no case would have to cover.
 */
export function listSchemaElements(document: unknown, start: Pointer, elements: Set<Pointer>): void {
  const { pointer, value: schema } = resolve(document, start);
  for (const [keyword, value] of Object.entries(schema)) {
    const place = below(pointer, keyword);
    if (constraints.includes(keyword)) {
      elements.add(place);
    } else if (lists.includes(keyword)) {
      for (const entry of entries(value)) elements.add(below(place, String(entry)));
    } else if (structure.includes(keyword)) {
      const parts = keyword === "items" ? [place] : names(value).map((name) => below(place, name));
      for (const part of parts) {
        if (keyword !== "items") elements.add(part);
        listSchemaElements(document, part, elements);
      }
    } else if (!annotations.includes(keyword) && !keyword.startsWith("x-")) {
      throw new Error(
        `The coverage does not know the keyword at ${place}: say in list-schema-elements.ts what it is.`,
      );
    }
  }
}

function entries(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function names(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
