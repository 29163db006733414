import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const textPrompts: ContractCase = {
  id: "text-prompts",
  title: "A list of strings is that many prompts",
  covers: ["#/components/schemas/Prompt/oneOf/1", "choices-follow-prompts"],
  exchanges: [
    completes({ ...brief, prompt: ["The whale"] }),
    completes({ ...brief, prompt: ["The whale", "", "The ship", "The whale"] }),
  ],
};
