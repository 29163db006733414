import { type Dialect, finishReasons } from "../dialect.ts";

/** The server of llama.cpp. Source: `tools/server/` in its repository, 2026. */
export const llamaCpp: Dialect = {
  // It ignores them, or refuses them, depending on its version.
  unsupported: new Set(["best_of", "echo", "suffix"]),
  // The server keeps 32 bits, and picks a random seed if all of them are set, as in -1.
  seeds: 2 ** 31,
  overriding: ["n_predict", "max_completion_tokens", "n_cmpl"],
  tokenPrompts: true,
  emptyPrompts: true,
  // The server takes more, but reports the usage of the first only.
  promptsPerRequest: 1,
  streamUsage: "each-choice",
  incompleteUnlessStreamed: true,
  finishReasons,
};
