import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

// A separate case, since some models need a token to begin with.
export const emptyPrompt: ContractCase = {
  id: "empty-prompt",
  title: "The empty string is a prompt",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: ["#/components/schemas/Prompt/oneOf/0"],
  exchanges: [false, true].map((stream) => completes({ ...briefRequest, prompt: "", stream })),
};
