import { otherError } from "@completions-api/protocol";

/**
 * Creates the 504 for a model that is too slow.
 *
 * @param problem - continues "The model's server", such as `did not finish within 1000 ms`.
 */
export function timedOut(problem: string): Error {
  return otherError("gateway_timeout", `The model's server ${problem}`, {
    advice: "Try again, or ask for fewer tokens.",
    // For the log.
    cause: new Error(`The model's server ${problem}.`),
  });
}

/** Creates the 504 for a generation that has not ended within a number of milliseconds. */
export function tookTooLong(milliseconds: number): Error {
  return timedOut(`did not finish within ${milliseconds} ms`);
}
