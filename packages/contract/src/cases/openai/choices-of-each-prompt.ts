import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { ...briefRequest, prompt: ["The whale", "The ship"], n: 2 };

export const choicesOfEachPrompt: ContractCase = {
  id: "choices-of-each-prompt",
  title: "Each of several prompts has `n` choices, streamed or not",
  faces: ["openai"],
  sources: [
    openAICompletions("Each prompt has `n` completions."),
    {
      report: "https://github.com/vllm-project/vllm/issues/52398",
      says: "There were fewer choices than `n`.",
    },
    {
      report: "https://github.com/ggml-org/llama.cpp/pull/20226",
      says: "The end of each streamed choice had the index 0.",
    },
  ],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/n",
    "choices-follow-prompts",
    "stream-every-choice-ends",
  ],
  needs: ["several-prompts"],
  exchanges: [false, true].map((stream) => completes({ ...request, stream })),
};
