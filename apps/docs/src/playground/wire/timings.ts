import type { Reading } from "./event-reader.ts";

/** The speed of a stream. Times are in milliseconds. */
export interface Timings {
  /** Undefined before the first text. */
  readonly firstToken?: number;
  /** The times between events with text. */
  readonly intervals: readonly number[];
  readonly median?: number;
  readonly p95?: number;
  readonly longest?: number;
  /** Tokens after the first one in each second. Undefined if the usage or the times of single events are unknown. */
  readonly tokensPerSecond?: number;
}

/** Below this, in milliseconds, a rate would say more about the clock than about the server. */
export const shortestTime = 10;

/** Measures a stream. */
export function measure({ textTimes, usage }: Reading): Timings {
  const [first] = textTimes;
  const last = textTimes.at(-1);
  if (first === undefined || last === undefined) return { intervals: [] };
  const intervals = textTimes.slice(1).map((at, index) => at - (textTimes[index] ?? at));
  const sorted = intervals.toSorted((one, other) => one - other);
  const tokens = usage?.completion_tokens ?? 0;
  return {
    firstToken: first,
    intervals,
    ...(sorted.length > 0 && {
      median: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      longest: sorted.at(-1) ?? 0,
    }),
    ...(last - first >= shortestTime &&
      tokens > 1 && { tokensPerSecond: ((tokens - 1) * 1000) / (last - first) }),
  };
}

/** Returns the smallest value that at least this share of the values does not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
