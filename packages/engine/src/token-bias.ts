import { unprocessableContent } from "@completions-api/protocol";
import { elementAt } from "./element-at.ts";
import type { LanguageModel } from "./language-model.ts";
import type { TokenCandidates } from "./token-candidates.ts";
import { VOCABULARY_SIZE } from "./vocabulary.ts";

/** The largest number of tokens that one request may bias. They may all become candidates. */
export const BIASED_LIMIT = 300;

/** The bias that excludes a token, whatever its logit is. */
const EXCLUSION = -100;

/** The `logit_bias` of a request. All of its choices share it. */
export class TokenBias {
  readonly #model: LanguageModel;
  readonly #biases: ReadonlyMap<number, number>;

  /**
   * @param biases numbers from -100 to 100, by token.
   * @throws HttpError 422 for too many tokens, or one that is not in the vocabulary.
   */
  constructor(biases: Readonly<Record<string, number>>, model: LanguageModel) {
    const loc = ["body", "logit_bias"];
    const entries = Object.entries(biases);
    if (entries.length > BIASED_LIMIT) {
      const message = `has ${entries.length} tokens, but the model takes at most ${BIASED_LIMIT}`;
      throw unprocessableContent({ loc, value: biases, message, code: "parameter_not_supported" });
    }
    for (const [key, bias] of entries) {
      if (Number(key) < VOCABULARY_SIZE) continue;
      const message = `is not for a token of the model's vocabulary, whose tokens are 0 to ${VOCABULARY_SIZE - 1}`;
      throw unprocessableContent({ loc: [...loc, key], value: bias, message });
    }
    this.#model = model;
    this.#biases = new Map(entries.map(([key, bias]) => [Number(key), bias]));
  }

  /**
   * Adds the bias to the logits of a prediction. A token with a bias above 0 becomes a candidate, whatever precedes it. A
   * token with a bias of -100 ceases to be one. If none is left, the commonest of the other tokens takes their place.
   */
  apply(candidates: TokenCandidates): void {
    const { tokens, logits, size } = candidates;
    let lowest = Number.POSITIVE_INFINITY;
    candidates.size = 0;
    for (let index = 0; index < size; index += 1) {
      const token = elementAt(tokens, index);
      const logit = elementAt(logits, index);
      const bias = this.#biases.get(token) ?? 0;
      lowest = Math.min(lowest, logit);
      if (bias > EXCLUSION) candidates.add(token, logit + bias);
    }
    for (const [token, bias] of this.#biases) {
      if (bias > 0 && !candidates.has(token)) {
        candidates.add(token, lowest + Math.log(this.#model.commonness(token)) + bias);
      }
    }
    if (candidates.size === 0) candidates.add(this.#commonestToken(), lowest);
  }

  #commonestToken(): number {
    let commonest = -1;
    for (let token = 0; token < VOCABULARY_SIZE; token += 1) {
      if (this.#biases.get(token) === EXCLUSION) continue;
      if (commonest === -1 || this.#model.commonness(token) > this.#model.commonness(commonest)) {
        commonest = token;
      }
    }
    return commonest;
  }
}
