import { ask } from "../../case-helpers/ask.ts";
import type { ContractCase } from "../../contract-case.ts";

const optional = {
  completions: [
    ...["frequency_penalty", "max_tokens", "presence_penalty", "seed", "stream", "temperature", "top_p"],
  ],
  openai: [
    ...[
      "best_of",
      "echo",
      "frequency_penalty",
      "logit_bias",
      "logprobs",
      "max_tokens",
      "n",
      "presence_penalty",
    ],
    ...["seed", "stream", "stream_options", "suffix", "temperature", "top_p", "user"],
  ],
};
/** Ends the text soon: there may be no other limit. */
const stop = [" ", "e", "a", "\n"];

export const nullIsDefault: ContractCase = {
  id: "null-is-default",
  title: "A request whose optional parameters are null is completed",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/vllm-project/vllm/pull/45491",
      says: "`max_tokens: null` met an assertion, and became a 500",
    },
    {
      report: "https://github.com/vllm-project/vllm/issues/19862",
      says: "`max_tokens: null` became a 500",
    },
    {
      report: "https://github.com/LostRuins/koboldcpp/issues/1503",
      says: "a null `seed` or `temperature` failed",
    },
    {
      report: "https://github.com/OpenBMB/ChatDev/issues/344",
      says: "a null `stop` failed",
    },
  ],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/max_tokens"],
  run: async (target) => {
    const nulls = optional[target.face].map((name) => [name, null]);
    const request = { prompt: "The whale", stop, ...Object.fromEntries(nulls) };
    await ask(target, request);
    await ask(target, { ...request, stream: true });
  },
};
