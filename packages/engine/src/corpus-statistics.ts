import type { CorpusIndex } from "./corpus-index.ts";
import { FollowerCounter, type Followers } from "./followers.ts";
import { viewUint16, viewUint32 } from "./number-views.ts";
import { VOCABULARY_SIZE } from "./vocabulary.ts";

/** The followers of contexts that occur at least this often are counted in advance. In Moby-Dick these are 231 contexts. */
const VERY_FREQUENT = 200;

const CONTEXTS_START = 4 * (VOCABULARY_SIZE + 1);

/**
 * Counts from a corpus that would take some 20 milliseconds when it is loaded. They are a section of the model file, of 32-bit
 * numbers except for the last ones: the first rank after each token, the number of contexts, for each context its lowest rank,
 * the rank after its highest, and the number of its followers; the counts of all followers, and their tokens (16 bits each).
 */
export class CorpusStatistics {
  /** The positions directly after `token` have the ranks from `firstRanks[token]` to below `firstRanks[token + 1]`. */
  readonly firstRanks: Uint32Array;
  /** Three numbers for each context. */
  readonly #contexts: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #tokens: Uint16Array;

  /** @param section the result of {@link writeCorpusStatistics}. */
  constructor(section: Uint8Array) {
    this.firstRanks = viewUint32(section, 0, VOCABULARY_SIZE + 1);
    const [contextCount = 0, followerCount = 0] = viewUint32(section, CONTEXTS_START, 2);
    const contextsStart = CONTEXTS_START + 8;
    const countsStart = contextsStart + 12 * contextCount;
    this.#contexts = viewUint32(section, contextsStart, 3 * contextCount);
    this.#counts = viewUint32(section, countsStart, followerCount);
    this.#tokens = viewUint16(section, countsStart + 4 * followerCount, followerCount);
  }

  /** Finds the followers of the context with these ranks. Returns undefined if they are not counted in advance. */
  findFollowers(low: number, high: number): Followers | undefined {
    let start = 0;
    for (let context = 0; context < this.#contexts.length; context += 3) {
      const end = start + (this.#contexts[context + 2] ?? 0);
      if (this.#contexts[context] === low && this.#contexts[context + 1] === high) {
        return { tokens: this.#tokens.subarray(start, end), counts: this.#counts.subarray(start, end) };
      }
      start = end;
    }
    return undefined;
  }
}

/**
 * Writes the statistics of a corpus.
 *
 * @param contextLength the number of tokens in the longest contexts.
 */
export function writeCorpusStatistics(corpus: CorpusIndex, contextLength: number): Uint8Array {
  const counter = new FollowerCounter(corpus);
  const contexts: number[] = [];
  const counts: number[] = [];
  const tokens: number[] = [];
  for (const [low, high] of listContexts(corpus, contextLength)) {
    const followers = counter.count(low, high);
    contexts.push(low, high, followers.tokens.length);
    counts.push(...followers.counts);
    tokens.push(...followers.tokens);
  }
  const numbers = [...listFirstRanks(corpus), contexts.length / 3, counts.length, ...contexts, ...counts];
  const section = new Uint8Array(4 * numbers.length + 2 * tokens.length);
  const view = new DataView(section.buffer);
  for (const [place, number] of numbers.entries()) view.setUint32(4 * place, number, true);
  for (const [place, token] of tokens.entries()) view.setUint16(4 * numbers.length + 2 * place, token, true);
  return section;
}

function listFirstRanks({ tokens, positions }: CorpusIndex): number[] {
  const ranks: number[] = [];
  for (const [rank, position] of positions.entries()) {
    const token = tokens[position - 1] ?? 0;
    while (ranks.length <= token) ranks.push(rank);
  }
  while (ranks.length <= VOCABULARY_SIZE) ranks.push(positions.length);
  return ranks;
}

/** Yields the ranks of the contexts that occur very frequently, from the first to the one after the last. */
function* listContexts(
  { tokens, positions }: CorpusIndex,
  contextLength: number,
): Generator<[low: number, high: number], void, void> {
  for (let length = 0; length <= contextLength; length += 1) {
    const contextOf = (rank: number) => {
      const position = positions[rank] ?? 0;
      return tokens.subarray(position - length, position).join();
    };
    let low = 0;
    for (let high = 1; high <= positions.length; high += 1) {
      if (high < positions.length && contextOf(high) === contextOf(low)) continue;
      if (high - low >= VERY_FREQUENT) yield [low, high];
      low = high;
    }
  }
}
