import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";

/** The parts of a request of OpenAI's clients that decide the form of its response. */
export interface OpenAIResponseOptions {
  /** True if the request has `logprobs`. */
  readonly logprobs: boolean;
  /** True if the request has `stream_options.include_usage`. */
  readonly includeUsage: boolean;
}

type WithLogprobs<Choice> = Choice & { readonly logprobs?: OpenAI.CompletionLogprobs | null };

/**
 * Converts a chunk of a stream, whose usage is on the last one, to the events that OpenAI's clients get. The last chunk
 * becomes two events if the request asks for the usage. The time it takes depends on that chunk alone.
 */
export function toOpenAIChunks(
  { usage, ...chunk }: CompletionChunk,
  options: OpenAIResponseOptions,
): OpenAI.CompletionChunk[] {
  const choices = chunk.choices.map((choice) => toOpenAIChoice(choice, options));
  if (!options.includeUsage) return [{ ...chunk, choices }];
  const event = { ...chunk, choices, usage: null };
  return usage ? [event, { ...chunk, choices: [], usage }] : [event];
}

/** Converts a completion to the one that OpenAI's clients get. */
export function toOpenAICompletion(
  completion: CreateCompletionResponse,
  options: Pick<OpenAIResponseOptions, "logprobs">,
): OpenAI.CreateCompletionResponse {
  return { ...completion, choices: completion.choices.map((choice) => toOpenAIChoice(choice, options)) };
}

/** Adds the `logprobs`: an object exactly when the request has `logprobs` (rule `logprobs-when-asked`). */
function toOpenAIChoice<Choice extends object>(
  choice: WithLogprobs<Choice>,
  { logprobs }: Pick<OpenAIResponseOptions, "logprobs">,
): Choice & { logprobs: OpenAI.CompletionLogprobs | null } {
  return { ...choice, logprobs: logprobs ? (choice.logprobs ?? noTokens()) : null };
}

function noTokens(): OpenAI.CompletionLogprobs {
  return { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
}
