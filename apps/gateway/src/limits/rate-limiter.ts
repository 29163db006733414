import type { HttpError } from "@completions-api/protocol";
import type { Caller } from "../auth/caller.ts";

/** Decides whether a caller may send a request now. */
export interface RateLimiter {
  /**
   * Counts a request, and reserves tokens for it.
   *
   * @param expectedTokens - the most tokens that the prompts and the completion can have.
   */
  admit(caller: Caller, expectedTokens: number): Promise<Admission>;
}

/** The decision of a rate limiter. */
export interface Admission {
  /** `x-ratelimit-*` headers for the response, whether it succeeds or fails. */
  readonly headers: Readonly<Record<string, string>>;
  /** A 429 if a limit is used up; a 503 if the limits cannot be checked and the configuration says to refuse then. */
  readonly refusal?: HttpError;
  /** Gives back the tokens that were reserved but not used. Call it once for a request that was let through. */
  settle(usedTokens: number): void;
}
