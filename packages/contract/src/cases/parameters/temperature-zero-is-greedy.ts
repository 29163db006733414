import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectSameTexts } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 8, temperature: 0 };

export const temperatureZeroIsGreedy: ContractCase = {
  id: "temperature-zero-is-greedy",
  title: "With `temperature: 0`, neither `seed` nor `top_p` changes the text",
  faces: ["completions", "openai"],
  sources: [openAICompletions("A lower `temperature` makes the text less random.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/temperature"],
  needs: ["greedy-repeats"],
  exchanges: [
    ...[1, 2].map((seed) => completes({ ...request, seed })),
    completes({ ...request, top_p: 0.9, seed: 4 }),
  ],
  check: expectSameTexts,
};
