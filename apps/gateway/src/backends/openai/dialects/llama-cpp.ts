import type { Dialect } from "../dialect.ts";
import { finishReasons } from "./finish-reasons.ts";

/** The server of llama.cpp. Source: `tools/server/` in its repository, 2026. */
export const llamaCpp: Dialect = {
  // It ignores them, or refuses them, depending on its version.
  unsupported: new Set(["best_of", "echo", "suffix"]),
  // The server keeps 32 bits, and picks a random seed if all of them are set, as in -1.
  seeds: 2 ** 31,
  // `repeat_last_n` and `dry_penalty_last_n` allocate room for as many tokens as they say, up to 8 GB. `samplers` can leave out `temperature`.
  extraParameters: new Set([
    "top_k",
    "min_p",
    "typical_p",
    "top_n_sigma",
    "xtc_probability",
    "xtc_threshold",
    "dynatemp_range",
    "dynatemp_exponent",
    "repeat_penalty",
    "dry_multiplier",
    "dry_base",
    "dry_allowed_length",
    "mirostat",
    "mirostat_tau",
    "mirostat_eta",
    "adaptive_target",
    "adaptive_decay",
  ]),
  // By default a `top_k` of 40 and a `min_p` of 0.05 apply; command lines and GGUF files set others. Source:
  // `make_llama_cmpl_schema` in `server-schema.cpp`.
  neutralSamplers: {
    top_k: 0,
    min_p: 0,
    typical_p: 1,
    top_n_sigma: -1,
    xtc_probability: 0,
    dynatemp_range: 0,
    repeat_penalty: 1,
    dry_multiplier: 0,
    mirostat: 0,
    adaptive_target: -1,
  },
  // Seen to stop within milliseconds. Without a stream it goes on as long as other requests keep it busy.
  stopsWhenLeft: "streams",
  // It generates one token for 0.
  leastTokens: 1,
  tokenPrompts: true,
  emptyPrompts: true,
  // The server takes more, but reports the usage of the first only.
  promptsPerRequest: 1,
  streamUsage: "each-choice",
  finishReasons,
};
