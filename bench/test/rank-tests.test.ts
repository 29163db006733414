import fc from "fast-check";
import { expect, test } from "vitest";
import { testRankSum, testSignedRanks } from "../src/compare/rank-tests.ts";

// Few different values, so that many of them are equal.
const sample = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 });

test("the rank-sum test counts every way to divide the values that is at least as uneven", () => {
  fc.assert(
    fc.property(sample, sample, (one, other) => {
      const all = [...one, ...other];
      const distance = (chosen: readonly number[]) => Math.abs(countLeads(chosen, all));
      const divisions = choose(all, one.length);
      const observed = distance([...one.keys()]);
      const asUneven = divisions.filter((division) => distance(division) >= observed).length;
      expect(testRankSum(one, other)).toBeCloseTo(asUneven / divisions.length, 10);
    }),
  );
});

test("the signed-rank test counts every way to turn the signs that is at least as uneven", () => {
  const differences = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 7 });
  fc.assert(
    fc.property(differences, (list) => {
      const counting = list.filter((value) => value !== 0);
      const magnitudes = counting.map(Math.abs);
      const lead = (signs: readonly boolean[]) => {
        let sum = 0;
        for (const [place, magnitude] of magnitudes.entries()) {
          const lower = magnitudes.filter((other) => other < magnitude).length;
          const equal = magnitudes.filter((other) => other === magnitude).length;
          sum += (signs[place] ? 1 : -1) * (lower + (equal + 1) / 2);
        }
        return Math.abs(sum);
      };
      const turns = Array.from({ length: 2 ** counting.length }, (_, number) =>
        counting.map((_, place) => ((number >> place) & 1) === 1),
      );
      const observed = lead(counting.map((value) => value > 0));
      const asUneven = turns.filter((signs) => lead(signs) >= observed).length;
      expect(testSignedRanks(list)).toBeCloseTo(asUneven / turns.length, 10);
    }),
  );
});

test("five rounds that are all above five others happen by chance twice in 252 times", () => {
  expect(testRankSum([6, 7, 8, 9, 10], [1, 2, 3, 4, 5])).toBeCloseTo(2 / 252, 10);
  expect(testSignedRanks([1, 2, 3, 4, 5, 6, 7, 8])).toBeCloseTo(2 / 256, 10);
});

test("a list does not differ from itself", () => {
  fc.assert(
    fc.property(sample, (list) => {
      expect(testRankSum(list, list)).toBe(1);
    }),
  );
  expect(testSignedRanks([0, 0, 0])).toBe(1);
});

test("a unit of another size changes nothing, and neither does the order of the two lists", () => {
  fc.assert(
    fc.property(sample, sample, fc.double({ min: 0.5, max: 1000, noNaN: true }), (one, other, factor) => {
      const scaled = (list: readonly number[]) => list.map((value) => value * factor);
      expect(testRankSum(scaled(one), scaled(other))).toBe(testRankSum(one, other));
      expect(testRankSum(other, one)).toBeCloseTo(testRankSum(one, other), 10);
    }),
  );
});

/** Counts for each chosen value how many more of the others it exceeds than those that exceed it. */
function countLeads(chosen: readonly number[], all: readonly number[]): number {
  let leads = 0;
  for (const place of chosen) {
    for (const [other, value] of all.entries()) {
      if (!chosen.includes(other)) leads += Math.sign((all[place] ?? 0) - value);
    }
  }
  return leads;
}

/** Returns every set of so many places of a list. */
function choose(all: readonly number[], count: number): readonly number[][] {
  const sets = Array.from({ length: 2 ** all.length }, (_, number) =>
    [...all.keys()].filter((place) => (number >> place) & 1),
  );
  return sets.filter(({ length }) => length === count);
}
