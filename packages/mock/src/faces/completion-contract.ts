import type { CompletionOptions } from "@completions-api/protocol/rules";
import type { ReadCompletion } from "../mock-operation.ts";
import { contracts, type FaceContract } from "./contracts.ts";

/** The contract of the answer to a request for a completion, besides the schema of its body. */
export interface CompletionContract extends Pick<FaceContract, "rules" | "validateEvent"> {
  readonly options: CompletionOptions;
}

/** Reads the contract of a request's answer. */
export function readCompletionContract({ face, body, request, form }: ReadCompletion): CompletionContract {
  const { prompts, n = 1, bestOf = n, echo = false, logprobs, maxTokens, stop } = request;
  const { rules, validateEvent } = contracts[face];
  const { include_usage: includeUsage = false } = Object(body.stream_options);
  const usageUnderV1 = includeUsage ? "own-event" : "none";
  return {
    rules,
    validateEvent,
    options: {
      prompts: prompts.map(({ prompt }) => prompt),
      n,
      bestOf,
      echo,
      logprobs,
      maxTokens,
      stop,
      stream: form.stream,
      usage: face === "completions" ? "last-event" : usageUnderV1,
    },
  };
}
