import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectSameTexts } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 8 };

export const topPZeroIsGreedy: ContractCase = {
  id: "top-p-zero-is-greedy",
  title: "`top_p: 0` gives the same text as `temperature: 0`",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("With `top_p`, only the likeliest tokens are considered, down to that probability."),
  ],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/top_p"],
  needs: ["greedy-repeats"],
  exchanges: [
    completes({ ...request, top_p: 0, seed: 1 }),
    completes({ ...request, top_p: 0, seed: 2 }),
    completes({ ...request, temperature: 0 }),
  ],
  check: expectSameTexts,
};
