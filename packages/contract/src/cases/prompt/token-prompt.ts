import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenPrompt: ContractCase = {
  id: "token-prompt",
  title: "A list of tokens is one prompt",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/Prompt/oneOf/2", "choices-follow-prompts"],
  needs: ["token-prompts"],
  exchanges: [false, true].map((stream) => completes({ ...briefRequest, prompt: smallTokens, stream })),
};
