import { median, type Rounds, ratio } from "../measuring/rounds.ts";
import { testRankSum, testSignedRanks } from "./rank-tests.ts";

/** One value of what is looked at, and one of what it is compared with. */
export type Both<Value> = Readonly<Record<"current" | "base", Value>>;

/** The direction that is better. */
export type Better = "more" | "less";

/** A figure with the rounds of both sides. */
export interface ComparedFigure {
  readonly name: string;
  readonly unit: string;
  readonly better: Better;
  readonly rounds: Both<Rounds>;
}

/** How a figure changed. */
export interface Change {
  /** The figure, divided by that of the base. */
  readonly ratio: number;
  /** `unclear` if it differs, but has too few rounds to tell a change from noise. */
  readonly verdict: "same" | "better" | "worse" | "unclear";
}

/** A smaller change does not count, because two starts of the same program differ as much. */
const tolerance = Math.log(1.03);
/** How likely a figure that has not changed may count as changed. Five rounds on each side, or eight pairs, can be less likely. */
const significance = 0.01;

/**
 * Says whether a figure changed by more than its rounds vary. It did if its median changed by more than 3 %, and chance would put
 * the rounds as far apart in less than 1 % of all cases.
 *
 * @param arePaired - true if both sides took turns, so that a round of one side belongs to the same round of the other.
 */
export function judgeChange({ better, rounds }: ComparedFigure, arePaired: boolean): Change {
  const { current, base } = rounds;
  const ratios = arePaired ? ratio(current, base) : [median(current) / median(base)];
  const change = median(ratios);
  const distance = Math.abs(Math.log(change));
  // NaN, of a figure that could not be measured, is no change either.
  if (!(distance > tolerance)) return { ratio: change, verdict: "same" };
  const least = arePaired ? 2 ** (1 - current.length) : leastRankSum(current.length, base.length);
  if (least >= significance) return { ratio: change, verdict: "unclear" };
  const chance = arePaired ? testSignedRanks(ratios.map(Math.log)) : testRankSum(current, base);
  if (chance >= significance) return { ratio: change, verdict: "same" };
  return { ratio: change, verdict: change > 1 === (better === "more") ? "better" : "worse" };
}

/** Returns the result of {@link testRankSum} for lists that do not overlap at all. */
function leastRankSum(one: number, other: number): number {
  return testRankSum(new Array(one).fill(0), new Array(other).fill(1));
}
