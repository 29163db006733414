import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";

/** Seconds that a limit covers, starting with a caller's first use. */
export const minute = 60;

/**
 * Takes an amount of a caller's limit, or nothing if less than that is left in its minute.
 *
 * @throws Error if nothing can be counted now.
 */
export type Counter = (caller: string, amount: number) => Promise<Count>;

/** The result of a {@link Counter}. */
export interface Count extends Reading {
  /**
   * Adds to the amount that was taken, or subtracts from it, unless its minute is over.
   *
   * @throws Error if nothing can be counted now.
   */
  correct(difference: number): Promise<void>;
}

/** The state of a caller's minute. */
export interface Reading {
  readonly limit: number;
  /** The amount that is left. */
  readonly remaining: number;
  /** True if the amount was taken, because enough was left. */
  readonly taken: boolean;
  /** The end of the minute, in milliseconds of `performance.now()`. */
  readonly endsAt: number;
}

/** Consumes points of a limiter. */
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
