import { createHash } from "node:crypto";
import { at } from "./at.ts";
import { Candidates } from "./candidates.ts";
import { ModelFile } from "./model-file.ts";
import { END_OF_TEXT, VOCABULARY_SIZE } from "./tokenizer.ts";

/** How many tokens before a token its chance depends on: this is a 5-gram model. */
export const CONTEXT_LENGTH = 4;

/** A prediction has at least so many candidates, unless the book has not, and less than twice as many. */
const ENOUGH_CANDIDATES = 40;

/** What the score of Brants et al. is multiplied with for each token that a context is shorter. */
const BACK_OFF = Math.log(0.4);

/** What follows a context that the book has at least this often is counted once, and kept: that is some 3,000 contexts. */
const OFTEN = 20;

/** The places after one context: those at the ranks from `low` to below `high`. */
interface Span {
  readonly low: number;
  readonly high: number;
}

/**
 * An n-gram model with "stupid back-off": the score of a token is its relative frequency after the longest context
 * that it is known to follow, times 0.4 for each token that this context is shorter than the longest one known at all.
 * Source: Brants et al., "Large Language Models in Machine Translation", EMNLP-CoNLL 2007, section 4.
 *
 * It has no tables of n-grams: in the file's index, the places after one context are neighbours, whatever its length,
 * so that a search finds them and their tokens are counted. Source: Liu et al., "Infini-gram", COLM 2024.
 */
export class LanguageModel {
  /** `fp_` and the first 12 hexadecimal digits of the SHA-256 of the model's file. */
  readonly fingerprint: string;
  readonly #file: ModelFile;
  readonly #firstRanks: Uint32Array;
  readonly #candidates = new Candidates(2 * ENOUGH_CANDIDATES);
  /** Zeros, which counting leaves as it found them: to clear a new array for each context would take too long. */
  readonly #counts = new Uint32Array(VOCABULARY_SIZE);
  /** What follows frequent contexts, by their spans: tokens and their logits in turn. */
  readonly #frequent = new Map<number, Float64Array>();

  /**
   * @param bytes what `buildModel` makes.
   * @throws TypeError where they are not a whole model.
   */
  constructor(bytes: Uint8Array) {
    this.#file = new ModelFile(bytes);
    this.#firstRanks = firstRanks(this.#file);
    this.fingerprint = `fp_${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`;
    // Counts the whole book, so that the first request need not wait for it.
    this.predict([]);
  }

  /**
   * What may come after `context`.
   *
   * @param context the tokens so far, the nearest first. Those before the start of a document, or more than
   * {@link CONTEXT_LENGTH} away, do not matter.
   * @returns candidates that hold until the next call.
   */
  predict(context: readonly number[]): Candidates {
    this.#candidates.clear();
    let backOff = 0;
    for (const span of this.#spans(context)) {
      if (this.#candidates.size >= ENOUGH_CANDIDATES) {
        break;
      }
      if (span.high - span.low < OFTEN) {
        this.#addRare(span, backOff);
      } else {
        this.#addFrequent(span, backOff);
      }
      backOff += BACK_OFF;
    }
    return this.#candidates;
  }

  /** The places after every ending of `context` that the book has: of the longest first, of the empty one last. */
  #spans(context: readonly number[]): readonly Span[] {
    let span: Span = { low: 0, high: this.#file.placeCount };
    const spans = [span];
    let distance = 0;
    for (const token of context) {
      distance += 1;
      span = this.#narrow(span, token, distance);
      if (span.low === span.high) {
        break;
      }
      spans.unshift(span);
      if (token === END_OF_TEXT || distance === CONTEXT_LENGTH) {
        break;
      }
    }
    return spans;
  }

  /** The part of `span` where `token` is `distance` before the places. */
  #narrow(span: Span, token: number, distance: number): Span {
    if (distance === 1) {
      return { low: at(this.#firstRanks, token), high: at(this.#firstRanks, token + 1) };
    }
    const low = this.#search(span, token, distance);
    return { low, high: this.#search({ low, high: span.high }, token + 1, distance) };
  }

  /** The first rank of `span` where `token`, or a higher one, is `distance` before the place. */
  #search(span: Span, token: number, distance: number): number {
    let { low, high } = span;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#file.token(this.#file.place(middle) - distance) < token) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #addRare({ low, high }: Span, backOff: number): void {
    for (let rank = low; rank < high; rank += 1) {
      const token = this.#file.token(this.#file.place(rank));
      if (this.#candidates.has(token)) {
        continue;
      }
      let count = 1;
      for (let other = rank + 1; other < high; other += 1) {
        if (this.#file.token(this.#file.place(other)) === token) {
          count += 1;
        }
      }
      this.#candidates.add(token, backOff + Math.log(count / (high - low)));
    }
  }

  #addFrequent(span: Span, backOff: number): void {
    const key = span.low * this.#file.placeCount + span.high;
    let followers = this.#frequent.get(key);
    if (followers === undefined) {
      followers = this.#likeliest(span);
      this.#frequent.set(key, followers);
    }
    for (let index = 0; index < followers.length; index += 2) {
      const token = at(followers, index);
      if (!this.#candidates.has(token)) {
        this.#candidates.add(token, backOff + at(followers, index + 1));
      }
    }
  }

  /** The likeliest tokens at the places of `span`, the lower-numbered first where they are equally likely. */
  #likeliest({ low, high }: Span): Float64Array {
    for (let rank = low; rank < high; rank += 1) {
      const token = this.#file.token(this.#file.place(rank));
      this.#counts[token] = at(this.#counts, token) + 1;
    }
    const followers: { readonly token: number; readonly count: number }[] = [];
    for (let rank = low; rank < high; rank += 1) {
      const token = this.#file.token(this.#file.place(rank));
      const count = at(this.#counts, token);
      if (count > 0) {
        followers.push({ token, count });
        this.#counts[token] = 0;
      }
    }
    followers.sort((one, other) => other.count - one.count || one.token - other.token);
    const best = followers.slice(0, ENOUGH_CANDIDATES);
    return Float64Array.from(best.flatMap(({ token, count }) => [token, Math.log(count / (high - low))]));
  }
}

/** For each token, and one more, the first rank whose place comes right after it or a higher one. */
function firstRanks(file: ModelFile): Uint32Array {
  const ranks = new Uint32Array(VOCABULARY_SIZE + 1);
  let next = 0;
  for (let rank = 0; rank < file.placeCount; rank += 1) {
    const token = file.token(file.place(rank) - 1);
    if (token >= next) {
      ranks.fill(rank, next, token + 1);
      next = token + 1;
    }
  }
  return ranks.fill(file.placeCount, next);
}
