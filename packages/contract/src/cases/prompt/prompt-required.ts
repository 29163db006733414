import { refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const promptRequired: ContractCase = {
  id: "prompt-required",
  title: "A body without a prompt is refused",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`prompt` is required.")],
  covers: ["#/components/schemas/CreateCompletionRequest/required/prompt"],
  exchanges: [refuses({ max_tokens: 4 }, "prompt"), refuses({ max_tokens: 4, stream: true }, "prompt")],
};
