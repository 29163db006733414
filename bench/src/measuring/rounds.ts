/** The values of one figure, one for each round. Contenders that took turns have the same number of rounds. */
export type Rounds = readonly number[];

/** Divides two figures round by round, so that what slows down a whole round does not change the ratio. */
export function ratio(dividend: Rounds, divisor: Rounds): Rounds {
  if (dividend.length !== divisor.length) {
    throw new Error(`${dividend.length} rounds cannot be divided by ${divisor.length}.`);
  }
  return dividend.map((value, round) => value / (divisor[round] ?? Number.NaN));
}

/**
 * Divides single measurements, in the order in which they were made, into rounds.
 *
 * @returns the median of each round.
 */
export function toRounds(measurements: readonly number[], count: number): Rounds {
  const edge = (round: number) => Math.floor((round * measurements.length) / count);
  return Array.from({ length: count }, (_, round) =>
    median(measurements.slice(edge(round), edge(round + 1))),
  );
}

/** Returns the middle value, or the mean of the two middle values. NaN if there is no value. */
export function median(values: Rounds): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 0 ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}
