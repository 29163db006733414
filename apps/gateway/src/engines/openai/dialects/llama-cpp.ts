import { type Dialect, finishReasons } from "../dialect.ts";

/** The server of llama.cpp. Source: its `tools/server/`, in 2026. */
export const llamaCpp: Dialect = {
  unsupported: new Set(),
  // It keeps 32 bits, and takes them all set, as they are in -1, for a wish to have a random one.
  seeds: 2 ** 31,
  overriding: ["n_predict", "max_completion_tokens", "n_cmpl"],
  tokenPrompts: true,
  emptyPrompts: true,
  // It takes more, but has the usage of the first only.
  promptsPerRequest: 1,
  streamUsage: "each-choice",
  finishReasons,
};
