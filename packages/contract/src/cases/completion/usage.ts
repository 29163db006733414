import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { properties } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const counts = ["prompt_tokens", "completion_tokens", "total_tokens"];

export const usage: ContractCase = {
  id: "usage",
  title: "`usage` counts the tokens of prompt and completion, and their sum",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("`usage` has the tokens of the prompt, those of the completion, and their sum."),
    { report: "https://github.com/langgenius/dify/issues/2144", says: "Every number of the usage was 0." },
  ],
  covers: [
    "#/components/schemas/CompletionUsage/type",
    ...properties("#/components/schemas/CompletionUsage", counts, "required", "type", "minimum"),
    "usage-adds-up",
  ],
  exchanges: [completes(briefRequest), completes({ ...briefRequest, prompt: "The 🐋" })],
};
