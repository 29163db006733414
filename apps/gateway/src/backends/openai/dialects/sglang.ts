import { type Dialect, finishReasons } from "../dialect.ts";

/** SGLang. Source: `python/sglang/srt/entrypoints/openai/` in its repository, 2026. */
export const sglang: Dialect = {
  unsupported: new Set(),
  tokenPrompts: true,
  // The server refuses a single empty prompt, and several that are all empty.
  emptyPrompts: false,
  promptsPerRequest: Number.POSITIVE_INFINITY,
  streamUsage: "asked",
  finishReasons,
};
