import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenPrompts: ContractCase = {
  id: "token-prompts",
  title: "A list of token lists is one prompt for each list",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/Prompt/oneOf/3", "choices-follow-prompts"],
  needs: ["token-prompts", "several-prompts"],
  exchanges: [false, true].map((stream) =>
    completes({ ...briefRequest, prompt: [smallTokens, smallTokens.slice(0, 1)], stream }),
  ),
};
