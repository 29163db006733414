import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const promptOfASeparator: ContractCase = {
  id: "prompt-of-a-separator",
  title: "`<|endoftext|>`, the document separator and default prompt, is a valid prompt",
  covers: ["#/components/schemas/Prompt/default"],
  exchanges: [completes({ ...briefRequest, prompt: "<|endoftext|>" })],
};
