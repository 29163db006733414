import { listPrompts } from "@completions-api/protocol";
import type { CreateCompletionResponse } from "@completions-api/types";
import type { CreateCompletionRequestWithDefaults } from "@completions-api/validators";
import { expectThat } from "./contract-violation.ts";

/**
 * Checks a completion against a rule that no schema can state. The request has its defaults applied.
 *
 * @throws ContractViolation
 */
type CompletionRule = (
  request: CreateCompletionRequestWithDefaults,
  completion: CreateCompletionResponse,
) => void;

const choicesFollowPrompts: CompletionRule = ({ prompt }, { choices }) => {
  const expected = listPrompts(prompt).map((_, index) => index);
  const indices = choices.map(({ index }) => index);
  expectThat(String(indices) === String(expected), `choices with the indices ${expected}`, indices);
};

const usageAddsUp: CompletionRule = (_request, { usage }) => {
  const { prompt_tokens, completion_tokens, total_tokens } = usage;
  const sum = prompt_tokens + completion_tokens;
  expectThat(total_tokens === sum, `total_tokens ${sum}, the sum of the other two`, usage);
};

/** `usage` has only the total of all choices, so the rule compares it with the total that they may have. */
const maxTokensBound: CompletionRule = ({ max_tokens }, { choices, usage }) => {
  const most = max_tokens * choices.length;
  expectThat(usage.completion_tokens <= most, `at most ${most} completion_tokens`, usage);
};

/** A choice with the finish reason `length` has exactly `max_tokens` tokens. `usage` has only the total. */
const lengthMeansMaxTokens: CompletionRule = ({ max_tokens }, { choices, usage }) => {
  const cut = choices.filter((choice) => choice.finish_reason === "length").length;
  const least = max_tokens * cut;
  expectThat(
    usage.completion_tokens >= least,
    `at least ${least} completion_tokens, since ${cut} choices ended with "length"`,
    usage,
  );
};

const stopExcluded: CompletionRule = ({ stop = [] }, { choices }) => {
  const found = [stop].flat().find((sequence) => choices.some(({ text }) => text.includes(sequence)));
  expectThat(found === undefined, `text without the stop sequence ${JSON.stringify(found)}`, choices);
};

/** The rules that every completion must keep, whatever its case is about. */
export const completionRules: readonly CompletionRule[] = [
  choicesFollowPrompts,
  usageAddsUp,
  maxTokensBound,
  lengthMeansMaxTokens,
  stopExcluded,
];
