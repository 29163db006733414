import fc from "fast-check";
import { expect } from "vitest";
import { type Operation, readOperations } from "../../src/prism/prism.ts";
import type { TestFace } from "./faces.ts";

/** The number of random values for each comparison. */
const cases = 5000;

/** Reads the operation of a face that completes prompts, for Prism. */
export async function readCompletion({ spec }: TestFace): Promise<Operation> {
  const operations = await readOperations(structuredClone(spec));
  const found = operations.find(({ iid }) => iid === "complete");
  if (found === undefined) throw new Error("The spec has no operation `complete`.");
  return found;
}

/** Values at the edges of types, bounds and lengths. */
export const edge: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    1,
    -1,
    2,
    2.5,
    -2,
    -2.1,
    1.5,
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 53),
    "",
    "a",
    [],
    [[]],
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.constantFrom(0, 7, -1, 1.5, "a", "", null, [1], [], ["a"]), { maxLength: 5 }),
  fc.array(fc.string(), { maxLength: 6 }),
  fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Expects both to give the same verdict on every value, and neither verdict to be rare. */
export function expectAgreement<Value>(
  values: fc.Arbitrary<Value>,
  prism: (value: Value) => boolean,
  ours: (value: Value) => { readonly valid: boolean },
): void {
  const drawn = { true: 0, false: 0 };
  fc.assert(
    fc.property(values, (value) => {
      const { valid } = ours(value);
      drawn[`${valid}`] += 1;
      expect(prism(value)).toBe(valid);
    }),
    { numRuns: cases },
  );
  expect(Math.min(drawn.true, drawn.false)).toBeGreaterThan(cases / 25);
}
