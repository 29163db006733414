import type { EngineRequest } from "./engine.ts";
import type { LanguageModel } from "./language-model.ts";
import { compileStopPatterns, type StopPattern } from "./stop-matcher.ts";
import { Suffix } from "./suffix.ts";
import { TokenBias } from "./token-bias.ts";
import { TokenProbabilities } from "./token-probabilities.ts";

/** The parts that all choices of a request share. */
export interface Generation {
  readonly request: EngineRequest;
  readonly model: LanguageModel;
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
export function createGeneration(request: EngineRequest, model: LanguageModel): Generation {
  const { stop, logitBias } = request;
  let probabilities: TokenProbabilities | undefined;
  const suffix = request.suffix ? new Suffix(request.suffix) : undefined;
  return {
    request,
    model,
    stop: compileStopPatterns(suffix === undefined ? stop : [...stop, suffix.opening]),
    suffix,
    bias: logitBias && new TokenBias(logitBias, model),
    // Created when it is first needed, because few requests need it and its memory takes longer than a token.
    get probabilities() {
      probabilities ??= new TokenProbabilities(model);
      return probabilities;
    },
  };
}
