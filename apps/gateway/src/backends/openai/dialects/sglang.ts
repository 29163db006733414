import { type Dialect, finishReasons } from "../dialect.ts";

/** SGLang. Source: `python/sglang/srt/entrypoints/openai/` in its repository, 2026. */
export const sglang: Dialect = {
  // It ignores `best_of`, and `suffix` unless it is started with a template for it.
  unsupported: new Set(["best_of", "suffix"]),
  leastTokens: 1,
  tokenPrompts: true,
  // The server refuses a single empty prompt, and several that are all empty.
  emptyPrompts: false,
  promptsPerRequest: Number.POSITIVE_INFINITY,
  streamUsage: "asked",
  finishReasons,
};
