import { type Dialect, finishReasons } from "../dialect.ts";

/** vLLM. Source: its `vllm/entrypoints/openai/completion/`, in 2026. */
export const vllm: Dialect = {
  unsupported: new Set(),
  // It takes -1 for a wish to have a random one. The largest that JSON's readers agree on.
  seeds: 2 ** 53,
  tokenPrompts: true,
  emptyPrompts: true,
  // Its `VLLM_MAX_COMPLETION_PROMPTS` by default.
  promptsPerRequest: 1024,
  streamUsage: "asked",
  // A text that repeats itself is ended where `repetition_detection` says so.
  finishReasons: new Map([...finishReasons, ["repetition", "stop"]]),
};
