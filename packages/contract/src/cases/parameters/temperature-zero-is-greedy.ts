import type { ContractCase } from "../../contract-case.ts";
import { expectSameTexts } from "../compare-texts.ts";
import { completes } from "../exchanges.ts";

const request = { prompt: "The whale", max_tokens: 24, temperature: 0 };

export const temperatureZeroIsGreedy: ContractCase = {
  id: "temperature-zero-is-greedy",
  title: "With `temperature: 0` neither the seed nor `top_p` matters",
  covers: ["#/components/schemas/CreateCompletionRequest/properties/temperature"],
  needs: ["deterministic"],
  exchanges: [
    ...[1, 2, 3].map((seed) => completes({ ...request, seed })),
    completes({ ...request, top_p: 0.9, seed: 4 }),
  ],
  check: expectSameTexts,
};
