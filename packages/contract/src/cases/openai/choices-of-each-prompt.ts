import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { ...briefRequest, prompt: ["The whale", "The ship"], n: 2 };

export const choicesOfEachPrompt: ContractCase = {
  id: "choices-of-each-prompt",
  title: "Each of several prompts has `n` choices, streamed or not",
  faces: ["openai"],
  sources: [openAICompletions("Each prompt has `n` completions.")],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/n",
    "choices-follow-prompts",
    "stream-every-choice-ends",
  ],
  needs: ["several-prompts"],
  exchanges: [false, true].map((stream) => completes({ ...request, stream })),
};
