import { expectThat } from "../contract-violation.ts";
import type { CompletionRule } from "./completion-rule.ts";

/** Every choice that ended for its length has `max_tokens` tokens; the usage counts those of all choices. */
export const lengthMeansMaxTokens: CompletionRule = ({ max_tokens = 0 }, { choices, usage }) => {
  const least = max_tokens * choices.filter((choice) => choice.finish_reason === "length").length;
  expectThat(
    usage.completion_tokens >= least,
    `at least ${least} completion_tokens where a choice ended for its length`,
    usage,
  );
};
