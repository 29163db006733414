import type { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";
import { quantity } from "./quantity.ts";

/** Counts of tokens that do not fit. */
export interface ContextOverflow {
  /** Of the prompt, or the longest of several. */
  readonly promptTokens: number;
  /** The request's `max_tokens`. */
  readonly maxTokens: number;
  /** What the model has room for, prompt and completion together. */
  readonly contextLength: number;
}

/** A prompt and `max_tokens` do not fit the model's context. */
export function contextLengthExceeded({
  promptTokens,
  maxTokens,
  contextLength,
}: ContextOverflow): HttpError {
  return otherError(
    "context_length_exceeded",
    // Clients look for the words "maximum context length".
    `The prompt's ${quantity(promptTokens, "token")} and max_tokens ${maxTokens} exceed the model's maximum context ` +
      `length of ${quantity(contextLength, "token")}. Shorten the prompt or lower max_tokens.`,
    { param: promptTokens < contextLength ? "max_tokens" : "prompt" },
  );
}
