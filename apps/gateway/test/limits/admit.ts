import type { Caller } from "../../src/auth/caller.ts";
import type { RateLimiter, Reservation } from "../../src/limits/rate-limiter.ts";

/** Counts a request and reserves tokens for it, as the gateway does. Returns the headers of both. */
export async function admit(
  limiter: RateLimiter,
  caller: Caller,
  expectedTokens: number,
): Promise<Reservation> {
  const count = await limiter.countRequest(caller);
  if (count?.refusal) return { ...count, reserved: 0, settle() {} };
  const reservation = await limiter.reserveTokens(caller, expectedTokens);
  return {
    reserved: 0,
    settle() {},
    ...reservation,
    headers: { ...count?.headers, ...reservation?.headers },
  };
}
