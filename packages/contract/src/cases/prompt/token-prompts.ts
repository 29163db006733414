import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const tokenPrompts: ContractCase = {
  id: "token-prompts",
  title: "A list of lists of tokens is that many prompts",
  covers: ["#/components/schemas/Prompt/oneOf/3", "choices-follow-prompts"],
  exchanges: [
    completes({ ...brief, prompt: [[464, 17369]] }),
    completes({ ...brief, prompt: [[464, 17369], [0], [1212, 318]] }),
  ],
};
