import { completes } from "../../case-helpers/exchanges.ts";
import { expectLessRepetition } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 64, temperature: 0 };

export const frequencyPenaltyEffect: ContractCase = {
  id: "frequency-penalty-effect",
  title: "A higher `frequency_penalty` makes a text less repetitive",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/frequency_penalty"],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: [-2, 2].map((frequency_penalty) => completes({ ...request, frequency_penalty })),
  check: expectLessRepetition,
};
