import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenPrompt: ContractCase = {
  id: "token-prompt",
  title: "A list of tokens is one prompt",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: ["#/components/schemas/Prompt/oneOf/2", "choices-follow-prompts"],
  needs: ["token-prompts"],
  exchanges: [false, true].map((stream) => completes({ ...briefRequest, prompt: smallTokens, stream })),
};
