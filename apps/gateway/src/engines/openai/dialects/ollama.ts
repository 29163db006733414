import { type Dialect, finishReasons } from "../dialect.ts";

/** Ollama. It puts prompts into the model's chat template, if that has one. Source: its `openai/` and `middleware/`, in 2026. */
export const ollama: Dialect = {
  unsupported: new Set(),
  // As llama.cpp, which it runs.
  seeds: 2 ** 31,
  tokenPrompts: false,
  // One that is empty loads the model, and that is all.
  emptyPrompts: false,
  promptsPerRequest: 1,
  streamUsage: "asked",
  // The first of these was its way to say null.
  finishReasons: new Map([...finishReasons, ["", null]]),
};
