import { completes } from "../../case-helpers/exchanges.ts";
import { expectLessRepetition, repetitiveRequests } from "../../case-helpers/repetition.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const presencePenaltyEffect: ContractCase = {
  id: "presence-penalty-effect",
  title: "A higher `presence_penalty` makes a text less repetitive",
  faces: ["completions", "openai"],
  sources: [openAICompletions("A positive `presence_penalty` makes the model repeat itself less.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/presence_penalty"],
  needs: ["greedy-repeats"],
  exchanges: repetitiveRequests.flatMap((request) =>
    [-2, 2].map((presence_penalty) => completes({ ...request, presence_penalty })),
  ),
  check: expectLessRepetition,
};
