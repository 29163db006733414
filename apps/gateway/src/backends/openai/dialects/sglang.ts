import type { Dialect } from "../dialect.ts";
import { finishReasons } from "./finish-reasons.ts";

/** SGLang. Source: `python/sglang/srt/entrypoints/openai/` in its repository, 2026. */
export const sglang: Dialect = {
  // It ignores `best_of`, and `suffix` unless it is started with a template for it.
  unsupported: new Set(["best_of", "suffix"]),
  leastTokens: 1,
  extraParameters: new Set(["top_k", "min_p", "repetition_penalty", "stop_token_ids", "skip_special_tokens"]),
  // The model's `generation_config.json` sets others, unless the server is started with `--sampling-defaults openai`.
  neutralSamplers: { top_k: -1, min_p: 0, repetition_penalty: 1 },
  tokenPrompts: true,
  // The server refuses a single empty prompt, and several that are all empty.
  emptyPrompts: false,
  promptsPerRequest: Number.POSITIVE_INFINITY,
  streamUsage: "asked",
  stopsWhenLeft: "streams",
  // Without a stream it looks only every 4 seconds whether the client is still there (`_wait_one_response` in
  // `tokenizer_manager.py`), in a way that middleware can break. Some properties, such as `token_ids`, are divided over a
  // stream's events.
  streamsPlainTextOnly: true,
  finishReasons,
};
