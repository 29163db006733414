import type { HttpError } from "@completions-api/protocol";
import type { Caller } from "../security/caller.ts";

/** Says who may send a request now. */
export interface RateLimiter {
  /**
   * Counts a request, and reserves tokens for it.
   *
   * @param expectedTokens - of the prompts and the completion, at most.
   */
  admit(caller: Caller, expectedTokens: number): Promise<Admission>;
}

/** What became of a request at the rate limiter. */
export interface Admission {
  /** `x-ratelimit-*`, for the response, whatever that is. */
  readonly headers: Readonly<Record<string, string>>;
  /** A 429 where a limit is used up, a 503 where that cannot be found out and the configuration says to refuse then. */
  readonly refusal?: HttpError;
  /** To be called once where the request was let through: gives back what was reserved beyond these tokens. */
  settle(usedTokens: number): void;
}
