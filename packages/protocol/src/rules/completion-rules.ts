import type { Choices, CreateCompletionResponse } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";
import { BrokenRule, expectThat } from "./broken-rule.ts";

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

/** A completion of either face that follows its schema. */
export interface CheckedCompletion extends Omit<CreateCompletionResponse, "choices" | "usage"> {
  readonly choices: readonly (Choices & { readonly logprobs?: OpenAI.CompletionLogprobs | null })[];
  /** Undefined only in a stream of OpenAI's clients, which have to ask for it. */
  readonly usage?: CreateCompletionResponse["usage"] | undefined;
}

/**
 * Checks a completion against a rule that no schema can state.
 *
 * @throws BrokenRule
 */
export type CompletionRule = (options: CompletionOptions, completion: CheckedCompletion) => void;

const choicesFollowPrompts: CompletionRule = ({ prompts, n }, { choices }) => {
  const expected = Array.from({ length: prompts.length * n }, (_, index) => index);
  const indices = choices.map(({ index }) => index);
  expectThat(
    String(indices) === String(expected),
    "choices-follow-prompts",
    `choices with the indices ${expected}`,
    indices,
  );
};

const usageAddsUp: CompletionRule = (_options, { usage }) => {
  if (!usage) return;
  const { prompt_tokens, completion_tokens, total_tokens } = usage;
  const sum = prompt_tokens + completion_tokens;
  expectThat(total_tokens === sum, "usage-adds-up", `total_tokens ${sum}, the sum of the other two`, usage);
};

/** `usage` has only the total of all choices, so the rule compares it with the total that they may have. */
const maxTokensBound: CompletionRule = ({ prompts, bestOf, maxTokens }, { usage }) => {
  const most = maxTokens * prompts.length * bestOf;
  const fits = !usage || usage.completion_tokens <= most;
  expectThat(fits, "max-tokens-bound", `at most ${most} completion_tokens`, usage);
};

/** A choice with the finish reason `length` has exactly `max_tokens` tokens. `usage` has only the total. */
const lengthMeansMaxTokens: CompletionRule = ({ maxTokens }, { choices, usage }) => {
  const cut = choices.filter((choice) => choice.finish_reason === "length").length;
  const least = maxTokens * cut;
  expectThat(
    !usage || usage.completion_tokens >= least,
    "length-means-max-tokens",
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
  // Half a character is read as U+FFFD; as it is, it would be found in other characters.
  const found = stop.find((sequence) =>
    generated.some((text) => text.includes(sequence.replaceAll(/\p{Surrogate}/gu, "\uFFFD"))),
  );
  expectThat(
    found === undefined,
    "stop-excluded",
    `text without the stop sequence ${JSON.stringify(found)}`,
    choices,
  );
};

/** The rules that every completion must keep on either face, whatever its case is about. */
export const completionRules: readonly CompletionRule[] = [
  choicesFollowPrompts,
  usageAddsUp,
  maxTokensBound,
  lengthMeansMaxTokens,
  stopExcluded,
];

/** Finds the rules that a completion breaks. */
export function findBrokenRules(
  rules: readonly CompletionRule[],
  options: CompletionOptions,
  completion: CheckedCompletion,
): BrokenRule[] {
  return rules.flatMap((rule) => {
    try {
      rule(options, completion);
      return [];
    } catch (error) {
      if (error instanceof BrokenRule) return [error];
      throw error;
    }
  });
}
