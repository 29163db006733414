import type { ListedPrompt } from "@completions-api/protocol";
import type { CompletionFinishReason } from "@completions-api/types";

/** A request to an engine: valid, with its defaults applied, and with each parameter in a single form. */
export interface EngineRequest {
  /** At least one. Choice `index` completes `prompts[index]`. */
  readonly prompts: readonly ListedPrompt[];
  /** The limit for each choice, at least 1. */
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
  /** Any safe integer. If it is missing, the engine chooses one. */
  readonly seed?: number;
  /** Parameters that are not in the contract, allowed by `extra-parameters: pass-through`. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** The next text of one choice. */
export interface TextDelta {
  /** The index of the choice. */
  readonly index: number;
  readonly text: string;
  /** The number of completion tokens in this delta, or 0 if another delta includes them in its number. */
  readonly tokens: number;
  readonly finishReason: null;
}

/** The last delta of a choice. Its text may be empty. */
export interface FinalDelta {
  readonly index: number;
  readonly text: string;
  readonly tokens: number;
  readonly finishReason: CompletionFinishReason;
  /** The number of tokens in this choice's prompt. */
  readonly promptTokens: number;
}

/** A part of one choice. */
export type Delta = TextDelta | FinalDelta;

/** Completes prompts: a language model, or a client of one. */
export interface Engine {
  /** The response's `model`. */
  readonly model: string;
  /** The response's `system_fingerprint`. It changes whenever the same request could result in a different text. */
  readonly fingerprint?: string;
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
