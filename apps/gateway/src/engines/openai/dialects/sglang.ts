import { type Dialect, finishReasons } from "../dialect.ts";

/** SGLang. Source: its `python/sglang/srt/entrypoints/openai/`, in 2026. */
export const sglang: Dialect = {
  unsupported: new Set(),
  tokenPrompts: true,
  // Not one alone, nor several that are all empty.
  emptyPrompts: false,
  promptsPerRequest: Number.POSITIVE_INFINITY,
  streamUsage: "asked",
  finishReasons,
};
