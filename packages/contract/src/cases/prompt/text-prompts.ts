import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const textPrompts: ContractCase = {
  id: "text-prompts",
  title: "A list of strings is one prompt for each string, streamed or not",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: ["#/components/schemas/Prompt/oneOf/1", "choices-follow-prompts", "stream-every-choice-ends"],
  needs: ["several-prompts"],
  exchanges: [false, true].map((stream) =>
    completes({ ...briefRequest, prompt: ["The whale", "The ship", "The whale"], stream }),
  ),
};
