import {
  type CompletionOptions,
  type CompletionRule,
  completionRules,
  logprobsRules,
} from "@completions-api/protocol/rules";
import type { Validation } from "@completions-api/validators";
import { validateCompletionEvent } from "@completions-api/validators";
import { validateCompletionEvent as validateOpenAICompletionEvent } from "@completions-api/validators/openai";
import type { CompletionCall } from "../mock-operation.ts";

/** What the answer to a request for a completion must keep, besides the schema of its body. */
export interface CompletionContract {
  readonly options: CompletionOptions;
  readonly rules: readonly CompletionRule[];
  readonly validateEvent: (event: unknown) => Validation<unknown>;
}

/** Reads the contract of a request's answer. */
export function readCompletionContract({ face, body, request, form }: CompletionCall): CompletionContract {
  const { prompts, n = 1, bestOf = n, echo = false, logprobs, maxTokens, stop } = request;
  const options = {
    prompts: prompts.map(({ prompt }) => prompt),
    n,
    bestOf,
    echo,
    logprobs,
    maxTokens,
    stop,
  };
  const { stream } = form;
  if (face === "azure") {
    return {
      options: { ...options, stream, usage: "last-event" },
      rules: completionRules,
      validateEvent: validateCompletionEvent,
    };
  }
  const { include_usage: includeUsage = false } = Object(body.stream_options);
  return {
    options: { ...options, stream, usage: includeUsage ? "own-event" : "none" },
    rules: [...completionRules, ...logprobsRules],
    validateEvent: validateOpenAICompletionEvent,
  };
}
