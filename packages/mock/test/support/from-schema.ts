import fc from "fast-check";
import schema from "../../replies.schema.json" with { type: "json" };

/** The keywords of `replies.schema.json`. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

// TypeScript's type of the file has a type of its own for each schema.
const definitions = schema.$defs as Readonly<Record<string, Schema>>;

/**
 * Generates values of a definition in `replies.schema.json`.
 *
 * @param faults - the percentage of values that are replaced by any other one, or get an unknown property.
 */
export function fromSchema(definition: keyof typeof schema.$defs, faults = 0): fc.Arbitrary<unknown> {
  const spoil = <Value>(arbitrary: fc.Arbitrary<Value>, by: fc.Arbitrary<Value>) =>
    faults === 0
      ? arbitrary
      : fc.oneof({ weight: 100 - faults, arbitrary }, { weight: faults, arbitrary: by });
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(-1, 0.5, 1e9, "", [], {}));

  function valid(schema: Schema): fc.Arbitrary<unknown> {
    if (schema.$ref) return generate(definitions[schema.$ref.replace("#/$defs/", "")] ?? {});
    if (schema.oneOf) return fc.oneof(...schema.oneOf.map(generate));
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.const !== undefined) return fc.constant(schema.const);
    const { minimum: min = -1000, maximum: max = 1000, pattern } = schema;
    switch (schema.type) {
      case "string":
        return pattern ? fc.stringMatching(new RegExp(pattern)) : fc.string({ minLength: 1 });
      case "integer":
        return fc.integer({ min, max });
      case "number":
        return fc.double({ min, max, noNaN: true });
      case "boolean":
        return fc.boolean();
      case "array":
        return fc.array(generate(schema.items ?? {}), { minLength: 1, maxLength: 3 });
      case "object":
        return object(schema);
      default:
        return fc.jsonValue({ maxDepth: 1 });
    }
  }

  function object({ properties = {}, required = [], additionalProperties = true }: Schema) {
    const known = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, generate(property)]),
    );
    const others =
      typeof additionalProperties === "boolean" ? fc.jsonValue() : generate(additionalProperties);
    const extra = fc.dictionary(fc.string(), others, { maxKeys: 2 });
    return fc
      .tuple(
        additionalProperties === false ? spoil<object>(fc.constant({}), extra) : extra,
        fc.record(known, { requiredKeys: [...required] }),
      )
      .map(([a, b]) => ({ ...a, ...b }));
  }

  function generate(schema: Schema): fc.Arbitrary<unknown> {
    return spoil(valid(schema), anything);
  }

  return generate(definitions[definition] ?? {});
}
