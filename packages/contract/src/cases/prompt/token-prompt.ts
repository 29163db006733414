import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const tokenPrompt: ContractCase = {
  id: "token-prompt",
  title: "A list of tokens is one prompt",
  covers: ["#/components/schemas/Prompt/oneOf/2", "choices-follow-prompts"],
  exchanges: [completes({ ...brief, prompt: [464, 17369] }), completes({ ...brief, prompt: [0] })],
};
