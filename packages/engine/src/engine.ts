import type { ListedPrompt } from "@completions-api/protocol";
import type { CompletionFinishReason } from "@completions-api/types";

/** What an engine is asked for: a request that is valid, with its defaults applied and its forms made one. */
export interface EngineRequest {
  /** At least one; choice `index` answers `prompts[index]`. */
  readonly prompts: readonly ListedPrompt[];
  /** At least 1, for each choice. */
  readonly maxTokens: number;
  /** 0 (greedy) to 2. */
  readonly temperature: number;
  /** 0 (greedy) to 1. */
  readonly topP: number;
  /** -2 to 2. */
  readonly frequencyPenalty: number;
  /** -2 to 2. */
  readonly presencePenalty: number;
  /** At most 4, none of them empty; the text ends before the first that appears. */
  readonly stop: readonly string[];
  /** Any safe integer. Absent, the engine picks one. */
  readonly seed?: number;
  /** Parameters that the contract does not know, let through by `extra-parameters: pass-through`. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Some text of one choice. */
export interface TextDelta {
  /** The choice that it belongs to. */
  readonly index: number;
  readonly text: string;
  /** Completion tokens that this delta stands for; 0 where they were counted with another delta. */
  readonly tokens: number;
  readonly finishReason: null;
}

/** The last delta of a choice. Its text may be empty. */
export interface FinalDelta {
  readonly index: number;
  readonly text: string;
  readonly tokens: number;
  readonly finishReason: CompletionFinishReason;
  /** Tokens of this choice's prompt. */
  readonly promptTokens: number;
}

/** A part of one choice. */
export type Delta = TextDelta | FinalDelta;

/** Something that completes prompts. */
export interface Engine {
  /** The response's `model`. */
  readonly model: string;
  /** The response's `system_fingerprint`: changes whenever the same request could give another text. */
  readonly fingerprint?: string;
  /**
   * Completes every prompt of `request`. Deltas of one choice come in order, those of several may interleave; each
   * choice ends with exactly one {@link FinalDelta}.
   *
   * @throws an `HttpError` of `@completions-api/protocol` where the request cannot be served: before the first delta
   * it becomes the response, after it the stream's error event. `signal`'s reason once that is aborted.
   */
  generate(request: EngineRequest, signal: AbortSignal): AsyncIterable<Delta>;
}
