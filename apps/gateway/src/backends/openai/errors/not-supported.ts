import {
  type BodyProblem,
  HttpError,
  type ListedPrompt,
  unprocessableContent,
} from "@completions-api/protocol";
import type { OptionalParameter } from "../../backend.ts";

/** A part of a valid request that a server cannot take. */
export type UnsupportedPart = Omit<BodyProblem, "code">;

/** Creates the 422 `parameter_not_supported`. It is not the server's failure: otherwise one caller could close it for all others. */
export function notSupported(part: UnsupportedPart, cause?: Error): HttpError {
  const { code, body } = unprocessableContent({ ...part, code: "parameter_not_supported" });
  return new HttpError(code, body, { cause });
}

/**
 * Creates the 422 for a parameter that the server took, but ignored.
 *
 * @param what - what the server sent, in words that may be logged.
 */
export function ignoredParameter(name: OptionalParameter, value: unknown, what: string): HttpError {
  const message = "is ignored by this deployment's model";
  return notSupported({ loc: ["body", name], value, message, advice: "Leave it out." }, toCause(what));
}

/**
 * Creates the 422 for several prompts before a server that does not say which prompt a text completes.
 *
 * @param what - what the server sent, in words that may be logged.
 */
export function indistinctPrompts(prompts: readonly ListedPrompt[], what: string): HttpError {
  const part: UnsupportedPart = {
    loc: ["body", "prompt"],
    value: prompts.map(({ prompt }) => prompt),
    message: "has several prompts, whose completions this deployment's model does not tell apart",
    advice: "Send them in several requests.",
  };
  return notSupported(part, toCause(what));
}

function toCause(what: string): Error {
  return new Error(`The model's server sent ${what}.`);
}
