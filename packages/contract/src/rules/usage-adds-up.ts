import { expectThat } from "../contract-violation.ts";
import type { CompletionRule } from "./completion-rule.ts";

export const usageAddsUp: CompletionRule = (_request, { usage }) => {
  const { prompt_tokens, completion_tokens, total_tokens } = usage;
  expectThat(total_tokens === prompt_tokens + completion_tokens, "a total_tokens that is the sum", usage);
};
