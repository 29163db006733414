import { completes } from "../../case-helpers/exchanges.ts";
import { expectLessRepetition, repetitiveRequests } from "../../case-helpers/repetition.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const frequencyPenaltyEffect: ContractCase = {
  id: "frequency-penalty-effect",
  title: "A higher `frequency_penalty` makes a text less repetitive",
  faces: ["completions", "openai"],
  sources: [openAICompletions("A positive `frequency_penalty` makes the model repeat itself less.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/frequency_penalty"],
  needs: ["greedy-repeats"],
  exchanges: repetitiveRequests.flatMap((request) =>
    [-2, 2].map((frequency_penalty) => completes({ ...request, frequency_penalty })),
  ),
  check: expectLessRepetition,
};
