import type { Dialect } from "../dialect.ts";
import { anyFinishReasons } from "./finish-reasons.ts";
import { harmlessExtraParameters } from "./harmless-extra-parameters.ts";

/**
 * OpenAI's API itself, and servers without differences from it.
 * Source: https://platform.openai.com/docs/api-reference/completions
 */
export const openai: Dialect = {
  unsupported: new Set(),
  extraParameters: harmlessExtraParameters,
  tokenPrompts: true,
  emptyPrompts: true,
  promptsPerRequest: Number.POSITIVE_INFINITY,
  streamUsage: "asked",
  // LiteLLM does.
  mayConfuseChoices: true,
  // LiteLLM leaves log probabilities out of streams. Others divide the properties of choices over a stream's events.
  streamsPlainTextOnly: true,
  // Any engine may be behind it.
  mayStopInPrompt: true,
  finishReasons: anyFinishReasons,
};
