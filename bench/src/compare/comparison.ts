import type { Checkout } from "../checkout.ts";
import { median } from "../measuring/rates.ts";
import { formatFigure } from "../report.ts";

/** One value of this checkout and one of the other. */
export type Both<Value> = Readonly<Record<"current" | "base", Value>>;

/** A figure of both checkouts, measured in turns. */
export interface PairedFigure {
  readonly name: string;
  readonly unit: string;
  /** The direction that is better. */
  readonly better: "more" | "less";
  readonly values: Both<number>;
}

/** Starts the programs of both checkouts anew, measures them in turns, and stops them. */
export type CompareOnce = (checkouts: Both<Checkout>) => Promise<readonly PairedFigure[]>;

/** The ratio from which this checkout counts as worse than the other. */
const tolerance = 1.03;

/**
 * Compares this checkout with another one in several rounds, and prints for each figure the median of the rounds' ratios.
 * New processes in every round matter, because V8's optimizer decides differently from process to process.
 *
 * @returns the number of figures that are more than 3 % worse.
 */
export async function compareCheckouts(
  bench: string,
  compareOnce: CompareOnce,
  checkouts: Both<Checkout>,
  rounds: number,
): Promise<number> {
  const figures = new Map<string, PairedFigure[]>();
  for (let round = 0; round < rounds; round++) {
    for (const figure of await compareOnce(checkouts)) {
      figures.set(figure.name, [...(figures.get(figure.name) ?? []), figure]);
    }
  }
  console.log(`\n${bench.padEnd(44)}${"this".padStart(10)}${"base".padStart(10)}  this : base`);
  let worse = 0;
  for (const measured of figures.values()) if (printFigure(measured)) worse += 1;
  return worse;
}

/** Prints a figure's line, and returns whether this checkout is worse. */
function printFigure(rounds: readonly PairedFigure[]): boolean {
  const [first] = rounds;
  if (!first) return false;
  const ratios = rounds.map(({ values }) => values.current / values.base);
  const ratio = median(ratios);
  const deviation = median(ratios.map((value) => Math.abs(value - ratio)));
  const losses = first.better === "less" ? ratios : ratios.map((value) => 1 / value);
  const isWorse = median(losses) > tolerance;
  const roundsAgree = losses.every((loss) => loss > 1);
  const columns = [
    `${first.name}, ${first.unit}`.padEnd(44),
    formatFigure(median(rounds.map(({ values }) => values.current))).padStart(10),
    formatFigure(median(rounds.map(({ values }) => values.base))).padStart(10),
    `  ${ratio.toFixed(3)} ± ${deviation.toFixed(3)}`,
    `  (${Math.min(...ratios).toFixed(3)} .. ${Math.max(...ratios).toFixed(3)})`,
    isWorse ? `  worse than 3 %${roundsAgree ? "" : ", but not in every round"}` : "",
  ];
  console.log(columns.join(""));
  return isWorse;
}
