import { expect, test } from "vitest";
import { createRandom } from "../src/random.ts";

const seeds = [0, 1, -1, 2 ** 32, -(2 ** 32), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

function take(seed: number, count: number): number[] {
  return Array.from({ length: count }, createRandom(seed));
}

test.each(seeds)("the seed %i repeats its numbers", (seed) => {
  expect(take(seed, 100)).toEqual(take(seed, 100));
});

test("different seeds give different numbers", () => {
  expect(new Set(seeds.map((seed) => take(seed, 1)[0])).size).toBe(seeds.length);
});

test("the numbers are uniform from 0 to below 1", () => {
  const bins = new Array<number>(10).fill(0);
  for (const number of take(-42, 10_000)) {
    const bin = Math.floor(number * 10);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  expect(bins.length).toBe(10);
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // The value that a chi-square of 9 degrees of freedom exceeds once in a thousand times.
  expect(chiSquare).toBeLessThan(27.88);
});
