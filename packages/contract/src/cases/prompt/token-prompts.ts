import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenPrompts: ContractCase = {
  id: "token-prompts",
  title: "A list of token lists is one prompt for each list",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/Prompt/oneOf/3", "choices-follow-prompts"],
  exchanges: [
    completes({ ...briefRequest, prompt: [[464, 17369]] }),
    completes({ ...briefRequest, prompt: [[464, 17369], [0], [1212, 318]] }),
  ],
};
