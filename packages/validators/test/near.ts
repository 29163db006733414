import fc from "fast-check";
import type { Schema } from "../scripts/schema.ts";

/** JSON that the schema admits, but for up to two changes: a value replaced by another, or removed. */
export function near(schema: Schema): fc.Arbitrary<unknown> {
  const change = fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...suspects), fc.jsonValue({ maxDepth: 2 })));
  return fc
    .tuple(admitted(schema), fc.array(change, { maxLength: 2 }))
    .map(([value, changes]) => changes.reduce((changed, [place, by]) => replace(changed, place, by), value));
}

/** Values that are just within some bound, or just beyond. Undefined stands for a removal. */
const suspects: readonly unknown[] = [
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

function admitted(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map(admitted));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  const { minimum: min = Number.MIN_SAFE_INTEGER, maximum: max = Number.MAX_SAFE_INTEGER } = schema;
  switch (schema.type) {
    case "object":
      return object(schema);
    case "array":
      return fc.array(admitted(schema.items ?? {}), {
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
    default:
      return fc.constantFrom(null, true);
  }
}

function object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, admitted(schema)]),
  );
  const extra = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 1 });
  return fc.tuple(extra, fc.record(known, { requiredKeys: [...required] })).map(([a, b]) => ({ ...a, ...b }));
}

/** A copy in which one of all the values within is another; which one, `place` says. */
function replace(root: unknown, place: number, by: unknown): unknown {
  let count = 0;
  JSON.stringify(root, (_, value) => {
    count++;
    return value;
  });
  let until = place % count;
  return JSON.parse(JSON.stringify(root, (_, value) => (until-- === 0 ? by : value)) ?? "null");
}
