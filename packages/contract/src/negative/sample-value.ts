import { below, children, type Pointer, resolve } from "../spec-elements/json-pointer.ts";

/**
 * Returns a small value that a schema accepts: 1 rather than 0, and no optional properties. A text with a pattern is the
 * schema's own example.
 */
export function sampleValue(document: unknown, start: Pointer): unknown {
  const { pointer, value: schema } = resolve(document, start);
  const { type, minimum, maximum, minLength = 1, minItems = 1, required = [], oneOf } = schema;
  const [example] = [schema.enum, schema.examples].flat().filter((value) => value !== undefined);
  if (example !== undefined) return example;
  if (oneOf !== undefined) return sampleValue(document, below(pointer, "oneOf", 0));
  switch ([type].flat()[0]) {
    case "boolean":
      return true;
    case "integer":
    case "number":
      return Math.min(Math.max(1, Number(minimum ?? 1)), Number(maximum ?? 1));
    case "string":
      return "whale".padEnd(Number(minLength), "s");
    case "array":
      return Array(Number(minItems)).fill(sampleValue(document, below(pointer, "items")));
    case "object": {
      const properties = children(document, below(pointer, "properties"));
      return Object.fromEntries(
        properties
          .filter(([name]) => [required].flat().includes(name))
          .map(([name, property]) => [name, sampleValue(document, property)]),
      );
    }
    default:
      return null;
  }
}
