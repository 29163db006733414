import type { ReceivedCompletion } from "./contract-case.ts";
import { expectThat } from "./contract-violation.ts";

/** The parameters of a request, defaults applied, that decide what its completion must look like. */
export interface CompletionOptions {
  readonly prompts: readonly (string | readonly number[])[];
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly stream: boolean;
  /** The place of the usage in a stream, as `createStreamGrammar` takes it. */
  readonly usage: "last-event" | "own-event" | "none";
  /** The number of choices for each prompt. */
  readonly n: number;
  /** The number of generated choices, of which `n` are returned. */
  readonly bestOf: number;
  readonly echo: boolean;
  readonly logprobs: number | undefined;
}

/**
 * Checks a completion against a rule that no schema can state.
 *
 * @throws ContractViolation
 */
export type CompletionRule = (
  options: CompletionOptions,
  completion: ReceivedCompletion["completion"],
) => void;

const choicesFollowPrompts: CompletionRule = ({ prompts, n }, { choices }) => {
  const expected = Array.from({ length: prompts.length * n }, (_, index) => index);
  const indices = choices.map(({ index }) => index);
  expectThat(String(indices) === String(expected), `choices with the indices ${expected}`, indices);
};

const usageAddsUp: CompletionRule = (_options, { usage }) => {
  if (!usage) return;
  const { prompt_tokens, completion_tokens, total_tokens } = usage;
  const sum = prompt_tokens + completion_tokens;
  expectThat(total_tokens === sum, `total_tokens ${sum}, the sum of the other two`, usage);
};

/** `usage` has only the total of all choices, so the rule compares it with the total that they may have. */
const maxTokensBound: CompletionRule = ({ prompts, bestOf, maxTokens }, { usage }) => {
  const most = maxTokens * prompts.length * bestOf;
  expectThat(!usage || usage.completion_tokens <= most, `at most ${most} completion_tokens`, usage);
};

/** A choice with the finish reason `length` has exactly `max_tokens` tokens. `usage` has only the total. */
const lengthMeansMaxTokens: CompletionRule = ({ maxTokens }, { choices, usage }) => {
  const cut = choices.filter((choice) => choice.finish_reason === "length").length;
  const least = maxTokens * cut;
  expectThat(
    !usage || usage.completion_tokens >= least,
    `at least ${least} completion_tokens, since ${cut} choices ended with "length"`,
    usage,
  );
};

const stopExcluded: CompletionRule = ({ prompts, n, echo, stop }, { choices }) => {
  const generated = choices.flatMap(({ text }, position) => {
    const prompt = echo ? prompts[Math.floor(position / n)] : "";
    // The text of a token prompt is unknown, and it may contain anything.
    return typeof prompt === "string" ? [text.slice(prompt.length)] : [];
  });
  const found = stop.find((sequence) => generated.some((text) => text.includes(sequence)));
  expectThat(found === undefined, `text without the stop sequence ${JSON.stringify(found)}`, choices);
};

/** The rules that every completion must keep on either face, whatever its case is about. */
export const completionRules: readonly CompletionRule[] = [
  choicesFollowPrompts,
  usageAddsUp,
  maxTokensBound,
  lengthMeansMaxTokens,
  stopExcluded,
];
