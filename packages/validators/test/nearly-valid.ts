import fc from "fast-check";
import type { Schema } from "../src/generator/schema.ts";

/** Generates JSON values that are valid except for up to two changes. A change replaces or removes a value. */
export function nearlyValid(schema: Schema): fc.Arbitrary<unknown> {
  const change = fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...edgeValues), fc.jsonValue({ maxDepth: 2 })));
  return fc
    .tuple(valid(schema), fc.array(change, { maxLength: 2 }))
    .map(([value, changes]) => changes.reduce((changed, [place, by]) => replace(changed, place, by), value));
}

/** Values just inside or outside a bound. Undefined stands for a removal. */
const edgeValues: readonly unknown[] = [
  undefined,
  null,
  true,
  ...[
    -3,
    -2,
    -1,
    -0.5,
    0,
    0.5,
    1,
    1.5,
    2,
    2.5,
    5,
    6,
    20,
    21,
    100,
    101,
    128,
    129,
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 53),
    399,
    401,
    404,
    422,
    429,
    600,
  ],
  ...["", "a", "2024-04-01", "x".repeat(256), "x".repeat(257), "🐳".repeat(256), "🐳".repeat(257)],
  ...[
    [],
    [[]],
    [null],
    [1, "a"],
    ["a", 1],
    [1, [1]],
    [[1], 1],
    [[1, "x"]],
    ["a", "b", "c", "d", "e"],
    ["a", ""],
  ],
  {},
  JSON.parse('{"__proto__": {"prompt": "a"}}'),
];

function valid(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map(valid));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => valid({ ...schema, type })));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  const { minimum: min = Number.MIN_SAFE_INTEGER, maximum: max = Number.MAX_SAFE_INTEGER } = schema;
  switch (schema.type) {
    case "object":
      return object(schema);
    case "array":
      return fc.array(valid(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: schema.maxItems ?? 3,
      });
    case "string":
      if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
      return fc.string({
        unit: "binary",
        minLength: schema.minLength ?? 0,
        maxLength: schema.maxLength ?? 4,
      });
    case "integer":
      return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
    case "number":
      return fc.double({ min, max, noNaN: true });
    case "null":
      return fc.constant(null);
    default:
      return fc.boolean();
  }
}

function object({
  properties = {},
  required = [],
  additionalProperties = true,
}: Schema): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valid(schema)]));
  const additional =
    typeof additionalProperties === "boolean" ? fc.jsonValue({ maxDepth: 1 }) : valid(additionalProperties);
  const extra = fc.dictionary(fc.string(), additional, { maxKeys: 1 });
  return fc.tuple(extra, fc.record(known, { requiredKeys: [...required] })).map(([a, b]) => ({ ...a, ...b }));
}

/** Copies a value and replaces one of the values in it. `place`, modulo their number, selects that value. */
function replace(root: unknown, place: number, by: unknown): unknown {
  let count = 0;
  JSON.stringify(root, (_, value) => {
    count++;
    return value;
  });
  let until = place % count;
  return JSON.parse(JSON.stringify(root, (_, value) => (until-- === 0 ? by : value)) ?? "null");
}
