import type { LintProblem } from "../model/review.ts";

/** A problem, and the part of a document that has it. */
export interface PlacedProblem extends LintProblem {
  /** File and JSON pointer. */
  readonly place: string;
}

/**
 * Finds the problems that a change introduces. A problem is an old one if the base has it in the same place. For one that
 * moved it is enough that the base has it anywhere; of several, those on changed lines are the new ones.
 */
export function findIntroduced(
  base: readonly PlacedProblem[],
  head: readonly PlacedProblem[],
  isOnChangedLine: (problem: PlacedProblem) => boolean,
): readonly PlacedProblem[] {
  const withPlace = ({ rule, message, place }: PlacedProblem) => `${rule} ${message} ${place}`;
  const withoutPlace = ({ rule, message }: PlacedProblem) => `${rule} ${message}`;
  const moved = subtract(head, base, withPlace);
  const gone = subtract(base, head, withPlace);
  const changedLast = moved.toSorted(
    (left, right) => Number(isOnChangedLine(left)) - Number(isOnChangedLine(right)),
  );
  const introduced = new Set(subtract(changedLast, gone, withoutPlace));
  return head.filter((problem) => introduced.has(problem));
}

/** Removes one problem for each that `removed` has by the same key, the first ones first. */
function subtract(
  problems: readonly PlacedProblem[],
  removed: readonly PlacedProblem[],
  keyOf: (problem: PlacedProblem) => string,
): PlacedProblem[] {
  const counts = new Map<string, number>();
  for (const key of removed.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return problems.filter((problem) => {
    const count = counts.get(keyOf(problem)) ?? 0;
    counts.set(keyOf(problem), Math.max(0, count - 1));
    return count === 0;
  });
}
