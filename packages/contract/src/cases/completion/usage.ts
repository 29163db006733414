import type { ContractCase } from "../../contract-case.ts";
import { properties } from "../../elements/pointers.ts";
import { brief, completes } from "../exchanges.ts";

const counts = ["prompt_tokens", "completion_tokens", "total_tokens"];

export const usage: ContractCase = {
  id: "usage",
  title: "The usage counts the tokens of prompt and completion, and adds up",
  covers: [
    "#/components/schemas/CompletionUsage/type",
    ...properties("#/components/schemas/CompletionUsage", counts, "required", "type", "minimum"),
    "usage-adds-up",
  ],
  exchanges: [completes(brief), completes({ ...brief, prompt: "" })],
};
