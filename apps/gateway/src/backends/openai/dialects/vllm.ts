import type { Dialect } from "../dialect.ts";
import { finishReasons } from "./finish-reasons.ts";

/** vLLM. Source: `vllm/entrypoints/openai/completion/` in its repository, 2026. */
export const vllm: Dialect = {
  // It ignores `best_of`, and refuses `suffix`.
  unsupported: new Set(["best_of", "suffix"]),
  // -1 means a random seed. The upper bound is the largest integer that JSON parsers agree on.
  seeds: 2 ** 53,
  extraParameters: new Set([
    "top_k",
    "min_p",
    "repetition_penalty",
    "stop_token_ids",
    "skip_special_tokens",
    "spaces_between_special_tokens",
    "add_special_tokens",
  ]),
  // The model's `generation_config.json` sets others, unless the server is started with `--generation-config vllm`. Before 0.9,
  // `top_k: 0` was refused.
  neutralSamplers: { top_k: -1, min_p: 0, repetition_penalty: 1 },
  // `with_cancellation` in `vllm/entrypoints/utils.py`.
  stopsWhenLeft: "always",
  tokenPrompts: true,
  emptyPrompts: true,
  // The default of its `VLLM_MAX_COMPLETION_PROMPTS`.
  promptsPerRequest: 1024,
  streamUsage: "asked",
  // `repetition_detection` ends a text that repeats itself.
  finishReasons: new Map([...finishReasons, ["repetition", "stop"]]),
};
