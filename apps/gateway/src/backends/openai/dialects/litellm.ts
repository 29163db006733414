import type { Dialect } from "../dialect.ts";
import { anyFinishReasons } from "./finish-reasons.ts";
import { harmlessExtraParameters } from "./harmless-extra-parameters.ts";

/**
 * The proxy of LiteLLM, in front of any engine. It passes most parameters on, so it depends on that engine which of them work.
 * Source: recorded from LiteLLM 1.108, 2026.
 */
export const litellm: Dialect = {
  // In a stream all choices have the index 0, and only one of them ends. Its streams drop log probabilities.
  unsupported: new Set(["n", "best_of", "logprobs"]),
  // The range that every engine behind it takes.
  seeds: 2 ** 31,
  // It has many of its own, such as `api_base`, `fallbacks` and `mock_response`.
  extraParameters: harmlessExtraParameters,
  tokenPrompts: true,
  emptyPrompts: true,
  // For the same reason. Otherwise it reports the usage of the first only.
  promptsPerRequest: 1,
  streamUsage: "asked",
  // Any engine may be behind it.
  mayStopInPrompt: true,
  // It leaves log probabilities out of streams.
  streamsPlainTextOnly: true,
  finishReasons: anyFinishReasons,
};
