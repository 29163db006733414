import type { Dialect } from "../dialect.ts";
import { finishReasons } from "./finish-reasons.ts";

/** Text Generation Inference of Hugging Face, 3.3. Source: `router/src/` in its repository, 2026. */
export const tgi: Dialect = {
  // It ignores all of them but `suffix`, which it refuses.
  unsupported: new Set(["presence_penalty", "n", "best_of", "echo", "logprobs", "logit_bias", "suffix"]),
  // The server wants less than 1, or nothing.
  leftOutAt: { top_p: 1 },
  // Not negative, up to the largest integer that JSON parsers agree on.
  seeds: 2 ** 53,
  // The server has no others.
  extraParameters: new Set(["repetition_penalty"]),
  // Any other name would select an adapter.
  fixed: { model: "tgi" },
  // `filter_send_generations` in `backends/v3/src/backend.rs` drops what nobody receives any more.
  stopsWhenLeft: "always",
  tokenPrompts: false,
  emptyPrompts: false,
  // The default of its `--max-client-batch-size`.
  promptsPerRequest: 4,
  streamUsage: "each-choice",
  finishReasons: new Map([...finishReasons, ["eos_token", "stop"], ["stop_sequence", "stop"]]),
  // For example `</s>`. Only streams have it.
  endTokens: new Set(["eos_token"]),
};
