import type { ErrorBody } from "@completions-api/types";

/** Advice to whoever sent the request. */
export interface Advice {
  /** One or more sentences on what to do, such as "Send it again." */
  readonly advice?: string | undefined;
}

/**
 * Returns the two texts of an error's body: `error`, what is wrong, and `message`, the same and what to do about it. Clients of
 * OpenAI's API show their users only `error`, so it has the specifics.
 *
 * @param problem - a sentence without its period: clients put `error` after a status or a colon.
 */
export function errorText(problem: string, advice?: string): Pick<ErrorBody, "error" | "message"> {
  return { error: problem, message: advice === undefined ? `${problem}.` : `${problem}. ${advice}` };
}
