import type { CorpusIndex } from "./corpus-index.ts";
import type { CorpusStatistics } from "./corpus-statistics.ts";
import { FollowerCounter, LISTED_FOLLOWERS } from "./followers.ts";
import type { Prediction } from "./prediction.ts";
import { PredictionCache } from "./prediction-cache.ts";
import { END_OF_TEXT, VOCABULARY_SIZE } from "./vocabulary.ts";

/** The number of previous tokens on which the probability of a token depends: this is a 5-gram model. */
export const CONTEXT_LENGTH = 4;

/** A prediction has at least this many candidates if the corpus has that many different tokens, and less than twice as many. */
const MINIMUM_CANDIDATES: number = LISTED_FOLLOWERS;

/** A prediction has at most this many candidates. */
export const MAXIMUM_CANDIDATES: number = 2 * MINIMUM_CANDIDATES - 1;

/** The factor by which the score falls for each token that the context is shorter (Brants et al.), as a logarithm. */
const LOG_BACK_OFF = Math.log(0.4);

/**
 * The model keeps the followers of contexts that occur at least this many times in the corpus. In Moby-Dick these are some
 * 3,000 contexts.
 */
const FREQUENT = 20;

/** The followers of a context, and the logarithms of their relative frequencies after it. */
interface KeptFollowers {
  readonly tokens: Uint16Array;
  readonly logFrequencies: Float64Array;
}

/**
 * An n-gram model with "stupid back-off". It uses the longest context that occurs in the corpus and all shorter ones. The
 * score of a token is its relative frequency after the longest of these contexts that it follows in the corpus, times 0.4
 * for each token by which that context is shorter than the longest.
 * Source: Brants et al., "Large Language Models in Machine Translation", EMNLP-CoNLL 2007, section 4.
 *
 * The model does not store n-grams. The positions that follow a context, whatever its length, are neighbors in the index
 * of the corpus. A binary search finds them, and the tokens at these positions are counted.
 * Source: Liu et al., "Infini-gram", COLM 2024.
 */
export class LanguageModel {
  readonly #corpus: CorpusIndex;
  readonly #statistics: CorpusStatistics;
  readonly #counter: FollowerCounter;
  /** One more than the number of times that the commonest token occurs, once it is known. */
  #commonestCount: number | undefined;
  readonly #predictions = new PredictionCache(MAXIMUM_CANDIDATES);
  /** By the range of the context's ranks. */
  readonly #followersByRange = new Map<number, KeptFollowers>();
  /** The ranks of the contexts of each length: from `lows[length]` to below `highs[length]`. */
  readonly #lows = new Uint32Array(CONTEXT_LENGTH + 1);
  readonly #highs = new Uint32Array(CONTEXT_LENGTH + 1);
  // A token is a candidate of the prediction in progress if its entry equals the number of the current round. A server that
  // generates for hours has more rounds than 32 bits can count.
  readonly #rounds = new Float64Array(VOCABULARY_SIZE);
  #round = 0;

  constructor(corpus: CorpusIndex, statistics: CorpusStatistics) {
    this.#corpus = corpus;
    this.#statistics = statistics;
    this.#counter = new FollowerCounter(corpus);
    this.#highs[0] = corpus.positions.length;
  }

  /**
   * Predicts the token after `context`.
   *
   * @param context the previous tokens, the most recent first. Tokens before the start of a document, and tokens more
   * than {@link CONTEXT_LENGTH} away, are ignored.
   * @returns candidates, which are valid until the next call.
   */
  predict(context: readonly number[]): Readonly<Prediction> {
    const prediction = this.#predictions.find(context);
    if (prediction.size === 0) this.#fill(prediction, context);
    return prediction;
  }

  /**
   * Returns how common a token is, above 0 and at most 1/2: in proportion to the number of times that it occurs in the corpus,
   * plus one. The score of a token that is not a candidate is that of the least likely candidate, times its commonness.
   */
  commonness(token: number): number {
    return (1 + this.#count(token)) / (2 * this.#countCommonest());
  }

  /** The sum of the {@link LanguageModel.commonness} of all tokens. */
  get totalCommonness(): number {
    return (VOCABULARY_SIZE + this.#corpus.positions.length) / (2 * this.#countCommonest());
  }

  /** Returns the number of positions directly after a token. */
  #count(token: number): number {
    const { firstRanks } = this.#statistics;
    return (firstRanks[token + 1] ?? 0) - (firstRanks[token] ?? 0);
  }

  #countCommonest(): number {
    if (this.#commonestCount === undefined) {
      const counts = Array.from({ length: VOCABULARY_SIZE }, (_, token) => this.#count(token));
      this.#commonestCount = 1 + counts.reduce((most, count) => Math.max(most, count));
    }
    return this.#commonestCount;
  }

  #fill(prediction: Prediction, context: readonly number[]): void {
    this.#round += 1;
    let backOff = 0;
    for (let length = this.#findRanges(context); length >= 0; length -= 1) {
      if (prediction.size >= MINIMUM_CANDIDATES) break;
      const low = this.#lows[length] ?? 0;
      const high = this.#highs[length] ?? 0;
      if (high - low < FREQUENT) {
        this.#addByCounting(prediction, low, high, backOff);
      } else {
        this.#addFollowers(prediction, this.#keepFollowers(low, high), backOff);
      }
      backOff += LOG_BACK_OFF;
    }
  }

  /** Finds the ranks of all contexts that `context` ends with and the corpus has. Returns the length of the longest. */
  #findRanges(context: readonly number[]): number {
    const { firstRanks } = this.#statistics;
    let low = 0;
    let high = this.#corpus.positions.length;
    let length = 0;
    for (const token of context) {
      if (length === 0) {
        low = firstRanks[token] ?? 0;
        high = firstRanks[token + 1] ?? 0;
      } else {
        low = this.#lowerBound(low, high, token, length + 1);
        high = this.#lowerBound(low, high, token + 1, length + 1);
      }
      if (low === high) break;
      length += 1;
      this.#lows[length] = low;
      this.#highs[length] = high;
      if (token === END_OF_TEXT || length === CONTEXT_LENGTH) break;
    }
    return length;
  }

  /** Finds the first rank in a range where the token `distance` before the position is `token` or higher. */
  #lowerBound(first: number, end: number, token: number, distance: number): number {
    const { tokens, positions } = this.#corpus;
    let low = first;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((tokens[(positions[middle] ?? 0) - distance] ?? 0) < token) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #addByCounting(prediction: Prediction, low: number, high: number, backOff: number): void {
    const { tokens, positions } = this.#corpus;
    for (let rank = low; rank < high; rank += 1) {
      const token = tokens[positions[rank] ?? 0] ?? 0;
      if (this.#rounds[token] === this.#round) continue;
      this.#rounds[token] = this.#round;
      let count = 1;
      for (let other = rank + 1; other < high; other += 1) {
        if (tokens[positions[other] ?? 0] === token) count += 1;
      }
      prediction.add(token, backOff + Math.log(count / (high - low)));
    }
  }

  #addFollowers(prediction: Prediction, { tokens, logFrequencies }: KeptFollowers, backOff: number): void {
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index] ?? 0;
      if (this.#rounds[token] === this.#round) continue;
      this.#rounds[token] = this.#round;
      prediction.add(token, backOff + (logFrequencies[index] ?? 0));
    }
  }

  #keepFollowers(low: number, high: number): KeptFollowers {
    const key = low * this.#corpus.positions.length + high;
    let kept = this.#followersByRange.get(key);
    if (kept === undefined) {
      const { tokens, counts } = this.#statistics.findFollowers(low, high) ?? this.#counter.count(low, high);
      kept = { tokens, logFrequencies: Float64Array.from(counts, (count) => Math.log(count / (high - low))) };
      this.#followersByRange.set(key, kept);
    }
    return kept;
  }
}
