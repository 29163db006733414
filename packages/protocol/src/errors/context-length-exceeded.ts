import { quantity } from "./format-amounts.ts";
import type { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";

/** Token counts that exceed the model's context. */
export interface ContextOverflow {
  /** The length of the prompt, or of the longest of several prompts. */
  readonly promptTokens: number;
  /** The request's `max_tokens`. */
  readonly maxTokens: number;
  /** The most tokens that the model takes, prompt and completion together. */
  readonly contextLength: number;
}

/** Creates the 400 for a prompt that, together with `max_tokens`, does not fit the model's context. */
export function contextLengthExceeded({
  promptTokens,
  maxTokens,
  contextLength,
}: ContextOverflow): HttpError {
  return otherError(
    "context_length_exceeded",
    // Clients search for the words "maximum context length".
    `The prompt's ${quantity(promptTokens, "token")} and max_tokens of ${maxTokens} exceed the model's maximum context ` +
      `length of ${quantity(contextLength, "token")}`,
    {
      advice: "Shorten the prompt or lower max_tokens.",
      param: promptTokens < contextLength ? "max_tokens" : "prompt",
    },
  );
}
