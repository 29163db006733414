import fc from "fast-check";
import { isObject } from "../../is-object.ts";
import { below, children, type Pointer, resolve } from "../../spec-elements/json-pointer.ts";
import { texts } from "./texts.ts";

/** The largest integer to send where the schema has no maximum. Every vocabulary has so many tokens. */
const largest = 100;

type Schema = Readonly<Record<string, unknown>>;

/** Generates values that a schema accepts. */
function schemaValues(document: unknown, start: Pointer): fc.Arbitrary<unknown> {
  const { pointer, value: schema } = resolve(document, start);
  const branches = children(document, below(pointer, "oneOf"));
  if (branches.length > 0) return fc.oneof(...branches.map(([, branch]) => schemaValues(document, branch)));
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  return fc.oneof(
    ...[schema.type].flat().map((type) => valuesOfType(String(type), schema, { document, pointer })),
  );
}

/** Generates objects with any of the properties that a schema names. */
export function schemaObjects(
  document: unknown,
  start: Pointer,
  overrides: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<Record<string, unknown>> {
  const { pointer, value: schema } = resolve(document, start);
  const properties = children(document, below(pointer, "properties")).map(
    ([name, property]): [string, fc.Arbitrary<unknown>] => [
      name,
      overrides[name] ?? schemaValues(document, property),
    ],
  );
  const requiredKeys = [schema.required ?? []].flat().map(String);
  return fc.record(Object.fromEntries(properties), { requiredKeys });
}

function valuesOfType(
  type: string,
  schema: Schema,
  { document, pointer }: { document: unknown; pointer: Pointer },
): fc.Arbitrary<unknown> {
  const { minimum, maximum, minItems = 0, maxItems = 3, minLength = 0, additionalProperties } = schema;
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: Number(minimum ?? 0), max: Number(maximum ?? largest) });
    case "number":
      return numbers(Number(minimum), Number(maximum));
    case "string":
      return texts(Number(minLength));
    case "array": {
      const items = schemaValues(document, below(pointer, "items"));
      return fc.array(items, { minLength: Number(minItems), maxLength: Number(maxItems) });
    }
    default: {
      if (!isObject(additionalProperties)) return schemaObjects(document, pointer);
      const keys = fc.nat({ max: largest }).map(String);
      const values = schemaValues(document, below(pointer, "additionalProperties"));
      return fc.dictionary(keys, values, { maxKeys: 3 });
    }
  }
}

function numbers(min: number, max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(min, max, (min + max) / 2), fc.double({ min, max, noNaN: true }));
}
