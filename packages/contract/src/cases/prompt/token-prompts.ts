import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenPrompts: ContractCase = {
  id: "token-prompts",
  title: "A list of token lists is one prompt for each list",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: ["#/components/schemas/Prompt/oneOf/3", "choices-follow-prompts"],
  needs: ["token-prompts", "several-prompts"],
  exchanges: [false, true].map((stream) =>
    completes({ ...briefRequest, prompt: [smallTokens, smallTokens.slice(0, 1)], stream }),
  ),
};
