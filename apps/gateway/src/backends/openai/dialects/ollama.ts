import type { Dialect } from "../dialect.ts";
import { finishReasons } from "./finish-reasons.ts";

/**
 * Ollama. It wraps prompts in the model's chat template, if there is one. Source: `openai/` and `middleware/` in its
 * repository, 2026.
 */
export const ollama: Dialect = {
  // It ignores them. Some versions read `logprobs`, but leave them out of the response.
  unsupported: new Set(["n", "best_of", "echo", "logprobs", "logit_bias"]),
  // The same as in llama.cpp, which it runs.
  seeds: 2 ** 31,
  // It reads none but one for debugging.
  extraParameters: new Set(),
  // `GenerateHandler` in `server/routes.go` generates in the context of the request.
  stopsWhenLeft: "always",
  tokenPrompts: false,
  // An empty prompt only loads the model.
  emptyPrompts: false,
  promptsPerRequest: 1,
  streamUsage: "asked",
  // After 31 equal tokens (`tokenRepeat` in `llm/llama_server.go`).
  endsRepetition: true,
  finishReasons,
};
