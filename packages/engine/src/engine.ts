import type { ListedPrompt } from "@completions-api/protocol";
import type { CompletionFinishReason } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";

/** The parameters of a request that an engine may lack. They are named as in requests. */
export const engineCapabilities = ["n", "best_of", "echo", "logprobs", "logit_bias", "suffix"] as const;

/** One of the parameters that an engine may lack. */
export type EngineCapability = (typeof engineCapabilities)[number];

/** A request to an engine: valid, with its defaults applied, and with each parameter in a single form. */
export interface EngineRequest {
  /** At least one. Choice `p * n + i` is the choice `i` of `prompts[p]`. */
  readonly prompts: readonly ListedPrompt[];
  /** The limit for the generated text of each choice: at least 1, or 0 with `echo`. */
  readonly maxTokens: number;
  /** 0 (greedy) to 2. */
  readonly temperature: number;
  /** 0 (greedy) to 1. */
  readonly topP: number;
  /** -2 to 2. */
  readonly frequencyPenalty: number;
  /** -2 to 2. */
  readonly presencePenalty: number;
  /** At most 4 strings, none of them empty. The text ends before the first one that the engine generates. */
  readonly stop: readonly string[];
  /**
   * False if nobody reads single deltas, for example because they become one JSON response. The engine may then put as much
   * text into each as it has. By default true.
   */
  readonly stream?: boolean;
  /** Any safe integer. If it is missing, the engine chooses one. */
  readonly seed?: number;
  /** The number of choices for each prompt, at least 1. By default 1. */
  readonly n?: number;
  /** The number of choices to generate for each prompt and to choose the likeliest `n` from, at least `n`. By default `n`. */
  readonly bestOf?: number;
  /** True if each text begins with its prompt. */
  readonly echo?: boolean;
  /** 0 to 5: the number of likeliest tokens to list for each token. Without it, deltas have no `logprobs`. */
  readonly logprobs?: number;
  /** Numbers from -100 to 100 to add to the logits of tokens, by the token's number. */
  readonly logitBias?: Readonly<Record<string, number>>;
  /** The text after the gap that the completion fills. */
  readonly suffix?: string;
  /** Identifies the end user, for an engine that keeps accounts of them. It does not change the completion. */
  readonly user?: string;
  /** Parameters that are not in the contract, allowed by `extra-parameters: pass-through`. */
  readonly extra: Readonly<Record<string, unknown>>;
}

interface ChoiceDelta {
  /** The index of the choice. */
  readonly index: number;
  /** The text to append to the choice's. It may be empty. */
  readonly text: string;
  /** The number of completion tokens in this delta, or 0 if another delta includes them in its number. */
  readonly tokens: number;
  /** The tokens of `text`, if the request has `logprobs`. Offsets count from the start of the choice's whole text. */
  readonly logprobs?: CompletionLogprobs;
  /** The number of UTF-16 code units at the start of `text` that are the echoed prompt. By default 0. */
  readonly echoed?: number;
  /** Properties of the choice that are not in the contract, from an engine that was passed extra parameters. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** The next text of one choice. */
export interface TextDelta extends ChoiceDelta {
  readonly finishReason: null;
}

/** The last delta of a choice. Its text may be empty. */
export interface FinalDelta extends ChoiceDelta {
  readonly finishReason: CompletionFinishReason;
  /** The number of tokens in this choice's prompt. The choices of one prompt all have the same number. */
  readonly promptTokens: number;
  /** The number of tokens that were generated for `bestOf` in choices that are not returned. By default 0. */
  readonly discardedTokens?: number;
}

/** A part of one choice. */
export type Delta = TextDelta | FinalDelta;

/** Completes prompts: a language model, or a client of one. */
export interface Engine {
  /** The response's `model`. */
  readonly model: string;
  /** The response's `system_fingerprint`. It changes whenever the same request could result in a different text. */
  readonly fingerprint?: string;
  /** The parameters that it supports besides those that every engine does. By default none. */
  readonly capabilities?: readonly EngineCapability[];
  /**
   * Completes every prompt of `request`. The deltas of one choice are in order; those of several choices may interleave.
   * Each choice ends with exactly one {@link FinalDelta}.
   *
   * @throws an `HttpError` of `@completions-api/protocol` if the engine cannot serve the request. Before the first delta
   * it becomes the response, after the first delta it becomes the stream's error event.
   * @throws the reason of `signal` once it is aborted.
   */
  generate(request: EngineRequest, signal: AbortSignal): AsyncIterable<Delta>;
}
