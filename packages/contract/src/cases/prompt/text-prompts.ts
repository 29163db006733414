import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const textPrompts: ContractCase = {
  id: "text-prompts",
  title: "A list of strings is one prompt for each string",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/Prompt/oneOf/1", "choices-follow-prompts"],
  exchanges: [
    completes({ ...briefRequest, prompt: ["The whale"] }),
    completes({ ...briefRequest, prompt: ["The whale", "", "The ship", "The whale"] }),
  ],
};
