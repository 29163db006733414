import { anyFinishReasons, type Dialect } from "../dialect.ts";

/**
 * OpenAI's API itself, and servers without differences from it.
 * Source: https://platform.openai.com/docs/api-reference/completions
 */
export const openai: Dialect = {
  unsupported: new Set(),
  tokenPrompts: true,
  emptyPrompts: true,
  promptsPerRequest: Number.POSITIVE_INFINITY,
  streamUsage: "asked",
  // LiteLLM does, and leaves log probabilities out of streams. Other properties may be divided over a stream's events.
  mayConfuseChoices: true,
  streamsPlainTextOnly: true,
  // Any engine may be behind it.
  mayStopInPrompt: true,
  finishReasons: anyFinishReasons,
};
