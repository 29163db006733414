import fc from "fast-check";
import { expect, test } from "vitest";
import { median, ratio, toRounds } from "../src/measuring/rounds.ts";

const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

test("as many values are below the median as above it", () => {
  fc.assert(
    fc.property(values, (list) => {
      const middle = median(list);
      const below = list.filter((value) => value < middle).length;
      const above = list.filter((value) => value > middle).length;
      expect(below).toBeLessThanOrEqual(list.length / 2);
      expect(above).toBeLessThanOrEqual(list.length / 2);
    }),
  );
});

test("single measurements are divided into rounds in their order", () => {
  expect(toRounds([1, 2, 3, 10, 20, 30, 40], 2)).toEqual([2, 25]);
  expect(toRounds([5, 6, 7], 3)).toEqual([5, 6, 7]);
});

test("the rounds cover every measurement once", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 10 }), (list, count) => {
      fc.pre(count <= list.length);
      const rounds = toRounds(list, count);
      expect(rounds).toHaveLength(count);
      for (const round of rounds) {
        expect(round).toBeGreaterThanOrEqual(Math.min(...list));
        expect(round).toBeLessThanOrEqual(Math.max(...list));
      }
      expect(toRounds(list, list.length)).toEqual(list);
    }),
  );
});

test("a ratio does not change with what slows down a whole round", () => {
  fc.assert(
    fc.property(values, (list) => {
      const doubled = list.map((value) => 2 * value);
      expect(ratio(doubled, list)).toEqual(list.map(() => 2));
    }),
  );
  expect(() => ratio([1, 2], [1])).toThrow("2 rounds cannot be divided by 1.");
});
