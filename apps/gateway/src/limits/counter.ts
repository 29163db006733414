import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";

/** Seconds for which each use counts, from a caller's first use on. */
export const minute = 60;

/**
 * Takes so much of a limit for a caller, or nothing where there is not as much left in its minute.
 *
 * @throws Error where that cannot be counted now.
 */
export type Counter = (caller: string, amount: number) => Promise<Count>;

/** What a {@link Counter} has counted. */
export interface Count extends Reading {
  /**
   * Adds to what was taken, or subtracts from it, unless its minute is over.
   *
   * @throws Error where that cannot be counted now.
   */
  correct(difference: number): Promise<void>;
}

/** What is known of a caller's minute. */
export interface Reading {
  readonly limit: number;
  /** What is left of it. */
  readonly remaining: number;
  /** Whether there was as much left as was to be taken. */
  readonly taken: boolean;
  /** When the minute is over, in milliseconds of `performance.now()`. */
  readonly endsAt: number;
}

/** Consumes points of a limiter, and says what came of it. */
export async function consume(
  limiter: RateLimiterAbstract,
  caller: string,
  amount: number,
): Promise<Reading> {
  let taken = true;
  const { consumedPoints, msBeforeNext } = await limiter.consume(caller, amount).catch((refusal: unknown) => {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    taken = false;
    return refusal;
  });
  const used = taken ? consumedPoints : consumedPoints - amount;
  return {
    limit: limiter.points,
    remaining: Math.max(0, limiter.points - used),
    taken,
    endsAt: performance.now() + msBeforeNext,
  };
}
