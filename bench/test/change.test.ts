import fc from "fast-check";
import { expect, test } from "vitest";
import { type ComparedFigure, judgeChange } from "../src/compare/change.ts";

const rounds = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 });
const better = fc.constantFrom<"more" | "less">("more", "less");

test("a figure that is compared with itself has not changed", () => {
  fc.assert(
    fc.property(rounds, better, fc.boolean(), (values, direction, arePaired) => {
      const change = judgeChange(figure(values, values, direction), arePaired);
      expect(change).toEqual({ ratio: 1, verdict: "same" });
    }),
  );
});

test("a figure that is a tenth off in tight rounds has changed, for the better or for the worse", () => {
  const tight = (middle: number) =>
    fc.array(fc.double({ min: 0.99 * middle, max: 1.01 * middle, noNaN: true }), {
      minLength: 8,
      maxLength: 8,
    });
  fc.assert(
    fc.property(tight(1100), tight(1000), fc.boolean(), (more, less, arePaired) => {
      expect(judgeChange(figure(more, less, "more"), arePaired).verdict).toBe("better");
      expect(judgeChange(figure(less, more, "more"), arePaired).verdict).toBe("worse");
      expect(judgeChange(figure(less, more, "less"), arePaired).verdict).toBe("better");
      expect(judgeChange(figure(more.slice(0, 5), less.slice(0, 5), "less"), false).verdict).toBe("worse");
    }),
  );
});

test("a figure whose rounds vary more than it moved has not changed", () => {
  const current = [1100, 900, 1300, 1000, 1200];
  const base = [1000, 800, 1200, 1100, 900];
  expect(judgeChange(figure(current, base, "more"), false)).toEqual({ ratio: 1.1, verdict: "same" });
});

test("a change of less than 3 % does not count, however tight the rounds are", () => {
  const base = [1000, 1001, 1002, 1003, 1004];
  const current = base.map((value) => 1.02 * value);
  expect(judgeChange(figure(current, base, "more"), false).verdict).toBe("same");
});

test("what slows down a round of both sides does not hide a change", () => {
  const base = [1000, 500, 900, 300, 1000, 700, 800, 600];
  const current = base.map((value) => 0.9 * value);
  expect(judgeChange(figure(current, base, "more"), true).verdict).toBe("worse");
  expect(judgeChange(figure(current, base, "more"), false).verdict).toBe("same");
});

test("with too few rounds, a difference is neither noise nor a change", () => {
  expect(judgeChange(figure([2], [1], "less"), false).verdict).toBe("unclear");
  expect(judgeChange(figure([2, 2, 2], [1, 1, 1], "less"), false).verdict).toBe("unclear");
  expect(judgeChange(figure([2, 2, 2], [1, 1, 1], "less"), true).verdict).toBe("unclear");
});

test("a figure that could not be measured has not changed", () => {
  expect(judgeChange(figure([Number.NaN], [1], "less"), false).verdict).toBe("same");
});

function figure(
  current: readonly number[],
  base: readonly number[],
  direction: "more" | "less",
): ComparedFigure {
  return { name: "JSON", unit: "requests/s", better: direction, rounds: { current, base } };
}
