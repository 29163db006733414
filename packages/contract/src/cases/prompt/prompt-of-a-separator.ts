import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const promptOfASeparator: ContractCase = {
  id: "prompt-of-a-separator",
  title: "`<|endoftext|>`, the document separator, is a valid prompt",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`<|endoftext|>` separates the documents that the model was trained on.")],
  covers: ["#/components/schemas/Prompt/oneOf/0"],
  exchanges: [completes({ ...briefRequest, prompt: "<|endoftext|>" })],
};
