import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenPrompt: ContractCase = {
  id: "token-prompt",
  title: "A list of tokens is one prompt",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/Prompt/oneOf/2", "choices-follow-prompts"],
  exchanges: [
    completes({ ...briefRequest, prompt: [464, 17369] }),
    completes({ ...briefRequest, prompt: [0] }),
  ],
};
