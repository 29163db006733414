import { createHash } from "node:crypto";
import { elementAt } from "./element-at.ts";
import { ModelFile } from "./model-file.ts";
import { BIASED_LIMIT, TokenCandidates } from "./token-candidates.ts";
import { END_OF_TEXT, VOCABULARY_SIZE } from "./tokenizer.ts";

/** The number of previous tokens on which the probability of a token depends: this is a 5-gram model. */
export const CONTEXT_LENGTH = 4;

/** A prediction has at least this many candidates if the corpus has that many different tokens, and less than twice as many. */
const MINIMUM_CANDIDATES = 40;

/** A prediction has at most this many candidates. */
export const MAXIMUM_CANDIDATES: number = 2 * MINIMUM_CANDIDATES - 1;

/** The factor by which the score falls for each token that the context is shorter (Brants et al.), as a logarithm. */
const LOG_BACK_OFF = Math.log(0.4);

/**
 * The model caches the counts for contexts that occur at least this many times in the corpus. In Moby-Dick these are some
 * 3,000 contexts.
 */
const CACHE_THRESHOLD = 20;

/** The positions that follow one context: those with the ranks from `low` to below `high` in the index. */
interface RankRange {
  readonly low: number;
  readonly high: number;
}

/**
 * An n-gram model with "stupid back-off". It uses the longest context that occurs in the corpus and all shorter ones. The
 * score of a token is its relative frequency after the longest of these contexts that it follows in the corpus, times 0.4
 * for each token by which that context is shorter than the longest.
 * Source: Brants et al., "Large Language Models in Machine Translation", EMNLP-CoNLL 2007, section 4.
 *
 * The model does not store n-grams. The positions that follow a context, whatever its length, are neighbors in the index
 * of the model file. A binary search finds them, and the tokens at these positions are counted.
 * Source: Liu et al., "Infini-gram", COLM 2024.
 */
export class LanguageModel {
  /** `fp_` and the first 12 hexadecimal digits of the model file's SHA-256. */
  readonly fingerprint: string;
  /** The sum of the {@link LanguageModel.commonness} of all tokens. */
  readonly totalCommonness: number;
  readonly #file: ModelFile;
  readonly #firstRanks: Uint32Array;
  /** One more than the number of times that the commonest token occurs. */
  readonly #commonestCount: number;
  readonly #candidates = new TokenCandidates(MAXIMUM_CANDIDATES + BIASED_LIMIT);
  /** All zeros between calls. Allocating a new array for each context would take too long. */
  readonly #counts = new Uint32Array(VOCABULARY_SIZE);
  /** The likeliest tokens after each frequent context, by its range: tokens and logits alternate. */
  readonly #followersByRange = new Map<number, Float64Array>();

  /**
   * @param bytes the result of `buildModel`.
   * @throws TypeError if the bytes are not a complete model file.
   */
  constructor(bytes: Uint8Array) {
    this.#file = new ModelFile(bytes);
    this.#firstRanks = firstRanks(this.#file);
    const counts = this.#firstRanks
      .subarray(1)
      .map((end, token) => 1 + end - elementAt(this.#firstRanks, token));
    this.#commonestCount = counts.reduce((most, count) => Math.max(most, count));
    this.totalCommonness = counts.reduce((sum, count) => sum + count) / (2 * this.#commonestCount);
    this.fingerprint = `fp_${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`;
    // Counts the tokens of the whole corpus in advance, so that the first request does not have to wait.
    this.predict([]);
  }

  /**
   * Predicts the token after `context`.
   *
   * @param context the previous tokens, the most recent first. Tokens before the start of a document, and tokens more
   * than {@link CONTEXT_LENGTH} away, are ignored.
   * @returns candidates, which are valid until the next call.
   */
  predict(context: readonly number[]): TokenCandidates {
    this.#candidates.clear();
    let backOff = 0;
    for (const range of this.#contextRanges(context)) {
      if (this.#candidates.size >= MINIMUM_CANDIDATES) {
        break;
      }
      if (range.high - range.low < CACHE_THRESHOLD) {
        this.#addByCounting(range, backOff);
      } else {
        this.#addCached(range, backOff);
      }
      backOff += LOG_BACK_OFF;
    }
    return this.#candidates;
  }

  /**
   * Returns how common a token is, above 0 and at most 1/2: in proportion to the number of times that it occurs in the corpus,
   * plus one. The score of a token that is not a candidate is that of the least likely candidate, times its commonness.
   */
  commonness(token: number): number {
    const count = 1 + elementAt(this.#firstRanks, token + 1) - elementAt(this.#firstRanks, token);
    return count / (2 * this.#commonestCount);
  }

  /** Returns the ranges of all contexts that `context` ends with and the corpus has, from the longest to the empty one. */
  #contextRanges(context: readonly number[]): readonly RankRange[] {
    let range: RankRange = { low: 0, high: this.#file.positionCount };
    const ranges = [range];
    let distance = 0;
    for (const token of context) {
      distance += 1;
      range = this.#narrow(range, token, distance);
      if (range.low === range.high) {
        break;
      }
      ranges.unshift(range);
      if (token === END_OF_TEXT || distance === CONTEXT_LENGTH) {
        break;
      }
    }
    return ranges;
  }

  /** Returns the part of a range in which `token` is `distance` tokens before the positions. */
  #narrow(range: RankRange, token: number, distance: number): RankRange {
    if (distance === 1) {
      return { low: elementAt(this.#firstRanks, token), high: elementAt(this.#firstRanks, token + 1) };
    }
    const low = this.#lowerBound(range, token, distance);
    return { low, high: this.#lowerBound({ low, high: range.high }, token + 1, distance) };
  }

  /** Finds the first rank in a range where the token `distance` before the position is `token` or higher. */
  #lowerBound(range: RankRange, token: number, distance: number): number {
    let { low, high } = range;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#file.token(this.#file.position(middle) - distance) < token) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #addByCounting({ low, high }: RankRange, backOff: number): void {
    for (let rank = low; rank < high; rank += 1) {
      const token = this.#file.token(this.#file.position(rank));
      if (this.#candidates.has(token)) {
        continue;
      }
      let count = 1;
      for (let other = rank + 1; other < high; other += 1) {
        if (this.#file.token(this.#file.position(other)) === token) {
          count += 1;
        }
      }
      this.#candidates.add(token, backOff + Math.log(count / (high - low)));
    }
  }

  #addCached(range: RankRange, backOff: number): void {
    const key = range.low * this.#file.positionCount + range.high;
    let followers = this.#followersByRange.get(key);
    if (followers === undefined) {
      followers = this.#countFollowers(range);
      this.#followersByRange.set(key, followers);
    }
    for (let index = 0; index < followers.length; index += 2) {
      const token = elementAt(followers, index);
      if (!this.#candidates.has(token)) {
        this.#candidates.add(token, backOff + elementAt(followers, index + 1));
      }
    }
  }

  /** Returns the likeliest tokens at the positions of a range. If two are equally likely, the lower number comes first. */
  #countFollowers({ low, high }: RankRange): Float64Array {
    for (let rank = low; rank < high; rank += 1) {
      const token = this.#file.token(this.#file.position(rank));
      this.#counts[token] = elementAt(this.#counts, token) + 1;
    }
    const followers: { readonly token: number; readonly count: number }[] = [];
    for (let rank = low; rank < high; rank += 1) {
      const token = this.#file.token(this.#file.position(rank));
      const count = elementAt(this.#counts, token);
      if (count > 0) {
        followers.push({ token, count });
        this.#counts[token] = 0;
      }
    }
    followers.sort((one, other) => other.count - one.count || one.token - other.token);
    const best = followers.slice(0, MINIMUM_CANDIDATES);
    return Float64Array.from(best.flatMap(({ token, count }) => [token, Math.log(count / (high - low))]));
  }
}

/**
 * Returns the first rank after each token: the positions directly after `token` have the ranks from `ranks[token]` to below
 * `ranks[token + 1]`.
 */
function firstRanks(file: ModelFile): Uint32Array {
  const ranks = new Uint32Array(VOCABULARY_SIZE + 1);
  let next = 0;
  for (let rank = 0; rank < file.positionCount; rank += 1) {
    const token = file.token(file.position(rank) - 1);
    if (token >= next) {
      ranks.fill(rank, next, token + 1);
      next = token + 1;
    }
  }
  return ranks.fill(file.positionCount, next);
}
