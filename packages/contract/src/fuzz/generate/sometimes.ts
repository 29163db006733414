import fc from "fast-check";

/**
 * Generates `usual` most of the time, and values of `arbitrary` with a probability from 0 to 1. These shrink to the usual value
 * first, so that the smallest request that fails has nothing unusual that it does not need.
 */
export function sometimes<Usual, Value>(
  probability: number,
  usual: Usual,
  arbitrary: fc.Arbitrary<Value>,
): fc.Arbitrary<Usual | Value> {
  const weight = Math.round(probability * 100);
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 100 - weight, arbitrary: fc.constant(usual) },
    { weight, arbitrary },
  );
}
