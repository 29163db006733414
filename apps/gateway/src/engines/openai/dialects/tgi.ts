import { type Dialect, finishReasons } from "../dialect.ts";

/** Text Generation Inference of Hugging Face, 3.3. Source: its `router/src/`, in 2026. */
export const tgi: Dialect = {
  unsupported: new Set(["presence_penalty"]),
  // It must be less than 1 where it is there.
  leftOutAt: { top_p: 1 },
  // Not negative; the largest that JSON's readers agree on.
  seeds: 2 ** 53,
  // Any other name would be that of an adapter.
  fixed: { model: "tgi" },
  tokenPrompts: false,
  emptyPrompts: false,
  // Its `--max-client-batch-size` by default.
  promptsPerRequest: 4,
  streamUsage: "each-choice",
  finishReasons: new Map([...finishReasons, ["", null], ["eos_token", "stop"], ["stop_sequence", "stop"]]),
  // Such as `</s>`; a response that is no stream lacks it.
  endTokens: new Set(["eos_token"]),
};
