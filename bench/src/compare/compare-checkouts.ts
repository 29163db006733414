import type { Checkout } from "../checkout.ts";
import type { Rounds } from "../measuring/rounds.ts";
import { middleOf } from "../report.ts";
import type { Better, Both } from "./change.ts";
import { type Moved, printChanges } from "./print-changes.ts";

/** A figure of both checkouts, measured in turns. */
export interface PairedFigure {
  readonly name: string;
  readonly unit: string;
  readonly better: Better;
  readonly values: Both<Rounds | number>;
}

/** Starts the programs of both checkouts anew, measures them in turns, and stops them. */
export type CompareOnce = (checkouts: Both<Checkout>) => Promise<readonly PairedFigure[]>;

/**
 * Compares this checkout with another one in several rounds, and prints how each figure changed. New processes in every round
 * matter, because V8's optimizer decides differently from process to process.
 */
export async function compareCheckouts(
  bench: string,
  compareOnce: CompareOnce,
  checkouts: Both<Checkout>,
  rounds: number,
): Promise<Moved> {
  const figures = new Map<string, PairedFigure[]>();
  for (let round = 0; round < rounds; round++) {
    for (const figure of await compareOnce(checkouts)) {
      figures.set(figure.name, [...(figures.get(figure.name) ?? []), figure]);
    }
  }
  const compared = [...figures.values()].flatMap((measured) => {
    const [first] = measured;
    if (!first) return [];
    const { name, unit, better } = first;
    const current = measured.map(({ values }) => middleOf(values.current));
    const base = measured.map(({ values }) => middleOf(values.base));
    return [{ name, unit, better, rounds: { current, base } }];
  });
  return printChanges(bench, compared, { arePaired: true });
}
