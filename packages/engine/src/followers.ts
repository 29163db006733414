import type { CorpusIndex } from "./corpus-index.ts";
import { VOCABULARY_SIZE } from "./vocabulary.ts";

/** The largest number of followers of a context that are listed. */
export const LISTED_FOLLOWERS = 40;

/** The tokens that follow a context most often, the commonest first. If two are equally common, the lower number comes first. */
export interface Followers {
  readonly tokens: Uint16Array;
  /** The number of times that each of them follows the context. */
  readonly counts: Uint32Array;
}

/** Counts the tokens that follow contexts in a corpus. */
export class FollowerCounter {
  readonly #corpus: CorpusIndex;
  /** All zeros between calls. Allocating a new array for each context would take too long. */
  readonly #counts = new Uint32Array(VOCABULARY_SIZE);

  constructor(corpus: CorpusIndex) {
    this.#corpus = corpus;
  }

  /** Returns the followers of a context, whose positions have the ranks from `low` to below `high`. */
  count(low: number, high: number): Followers {
    const { tokens, positions } = this.#corpus;
    for (const position of positions.subarray(low, high)) {
      const token = tokens[position] ?? 0;
      this.#counts[token] = (this.#counts[token] ?? 0) + 1;
    }
    const followers: { readonly token: number; readonly count: number }[] = [];
    for (const position of positions.subarray(low, high)) {
      const token = tokens[position] ?? 0;
      const count = this.#counts[token] ?? 0;
      if (count > 0) {
        followers.push({ token, count });
        this.#counts[token] = 0;
      }
    }
    followers.sort((one, other) => other.count - one.count || one.token - other.token);
    const listed = followers.slice(0, LISTED_FOLLOWERS);
    return {
      tokens: Uint16Array.from(listed, ({ token }) => token),
      counts: Uint32Array.from(listed, ({ count }) => count),
    };
  }
}
