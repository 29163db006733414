import { HttpError, otherError } from "@completions-api/protocol";

/** The cause of the error for a generation that took too long. The gateway has broken it off, which its engine may not notice. */
class TimeLimitExceeded extends Error {
  override readonly name = "TimeLimitExceeded";
}

/**
 * Creates the 504 for a model that is too slow.
 *
 * @param problem - continues "The model's server", such as `did not finish within 1000 ms`.
 */
export function timedOut(problem: string): Error {
  return otherError("gateway_timeout", `The model's server ${problem}`, {
    advice: "Try again, or ask for fewer tokens.",
    cause: new TimeLimitExceeded(`The model's server ${problem}.`),
  });
}

/** Creates the 504 for a generation that has not ended within a number of milliseconds. */
export function tookTooLong(milliseconds: number): Error {
  return timedOut(`did not finish within ${milliseconds} ms`);
}

/** Creates the 408 for a caller who has not read a completion within a number of milliseconds. The model's server is not to blame. */
export function notRead(milliseconds: number): Error {
  const problem = `The completion was not read within ${milliseconds} ms`;
  return otherError("request_timeout", problem, {
    advice: "Read faster, or ask for fewer tokens.",
    cause: new TimeLimitExceeded(`${problem}.`),
  });
}

/** Returns whether a failure is that of a generation that took too long. */
export function isTimeout(failure: unknown): boolean {
  return failure instanceof HttpError && failure.cause instanceof TimeLimitExceeded;
}
