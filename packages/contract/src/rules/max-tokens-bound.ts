import { expectThat } from "../contract-violation.ts";
import type { CompletionRule } from "./completion-rule.ts";

/** The usage is that of all choices together, so they are held to what they may have together. */
export const maxTokensBound: CompletionRule = ({ max_tokens = Infinity }, { choices, usage }) => {
  const most = max_tokens * choices.length;
  expectThat(usage.completion_tokens <= most, `at most ${most} completion_tokens`, usage);
};
