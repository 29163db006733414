import type { EngineRequest } from "./engine.ts";
import type { EventLoopSlice } from "./event-loop-slice.ts";
import type { LanguageModel } from "./language-model.ts";
import type { Model } from "./model-file.ts";
import { compileStopPatterns, type StopPattern } from "./stop-matcher.ts";
import { Suffix } from "./suffix.ts";
import { TokenBias } from "./token-bias.ts";
import { TokenProbabilities } from "./token-probabilities.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** The parts that all choices of a request share. */
export interface Generation {
  readonly request: EngineRequest;
  readonly tokenizer: Tokenizer;
  readonly model: LanguageModel;
  readonly slice: EventLoopSlice;
  /** The request's stop sequences, and the opening of its suffix. */
  readonly stop: readonly StopPattern[];
  readonly suffix: Suffix | undefined;
  readonly bias: TokenBias | undefined;
  /** The probabilities of the latest prediction that was read. */
  readonly probabilities: TokenProbabilities;
}

/**
 * Creates the shared parts of a request's choices.
 *
 * @throws HttpError 422 for a wrong `logitBias`.
 */
export function createGeneration(
  request: EngineRequest,
  { tokenizer, languageModel: model }: Model,
  slice: EventLoopSlice,
): Generation {
  const { stop, logitBias } = request;
  const suffix = request.suffix ? new Suffix(request.suffix, tokenizer) : undefined;
  return {
    request,
    tokenizer,
    model,
    slice,
    stop: compileStopPatterns(suffix === undefined ? stop : [...stop, suffix.opening]),
    suffix,
    bias: logitBias && new TokenBias(logitBias, model),
    probabilities: new TokenProbabilities(model),
  };
}
