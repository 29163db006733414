import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const promptEmptyList: ContractCase = {
  id: "prompt-empty-list",
  title: "An empty list of prompts is refused, and a list of one prompt is not",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: ["#/components/schemas/Prompt/oneOf/1/minItems"],
  exchanges: [
    completes({ ...briefRequest, prompt: ["The whale"] }),
    refuses({ ...briefRequest, prompt: [] }, "prompt"),
  ],
};
