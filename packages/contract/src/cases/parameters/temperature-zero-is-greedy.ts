import { completes } from "../../case-helpers/exchanges.ts";
import { expectSameTexts } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 24, temperature: 0 };

export const temperatureZeroIsGreedy: ContractCase = {
  id: "temperature-zero-is-greedy",
  title: "With `temperature: 0`, neither `seed` nor `top_p` changes the text",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/temperature"],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: [
    ...[1, 2, 3].map((seed) => completes({ ...request, seed })),
    completes({ ...request, top_p: 0.9, seed: 4 }),
  ],
  check: expectSameTexts,
};
