import { completes } from "../../case-helpers/exchanges.ts";
import { expectLessRepetition } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 64, temperature: 0 };

export const presencePenaltyEffect: ContractCase = {
  id: "presence-penalty-effect",
  title: "A higher `presence_penalty` makes a text less repetitive",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/presence_penalty"],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: [-2, 2].map((presence_penalty) => completes({ ...request, presence_penalty })),
  check: expectLessRepetition,
};
