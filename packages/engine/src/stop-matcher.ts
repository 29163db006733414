import { at } from "./at.ts";

/** A stop sequence, prepared for finding it in a text that comes in pieces. */
export interface StopPattern {
  readonly sequence: string;
  /** For each place in the sequence: the length of its longest beginning that ends there too, but starts later. */
  readonly borders: Uint32Array;
}

/**
 * Prepares stop sequences, none of them empty. The choices of a request can share the result.
 *
 * Source: Knuth, Morris, Pratt, "Fast Pattern Matching in Strings", SIAM Journal on Computing 6 (1977). A caller may
 * send a megabyte of one letter as a sequence; the time for a piece of text stays in proportion to the piece.
 */
export function compileStopPatterns(sequences: readonly string[]): readonly StopPattern[] {
  return sequences.map((sequence) => {
    const pattern: StopPattern = { sequence, borders: new Uint32Array(sequence.length) };
    for (let place = 1; place < sequence.length; place += 1) {
      pattern.borders[place] = advance(pattern, at(pattern.borders, place - 1), sequence.charCodeAt(place));
    }
    return pattern;
  });
}

/** How much of a sequence's beginning a text ends with, after `unit` is added to one that ends with `matched` of it. */
function advance({ sequence, borders }: StopPattern, matched: number, unit: number): number {
  let length = matched;
  while (length > 0 && sequence.charCodeAt(length) !== unit) {
    length = at(borders, length - 1);
  }
  return sequence.charCodeAt(length) === unit ? length + 1 : length;
}

/**
 * Lets a text that comes in pieces through until the first stop sequence. What could be the beginning of one is held
 * back until that is decided, and nothing else is. First is the sequence that is complete first; where several are at
 * once, the longest of them. So it does not matter how the text is cut into pieces.
 */
export class StopMatcher {
  readonly #patterns: readonly StopPattern[];
  /** For each pattern, how much of its beginning the text so far ends with. */
  readonly #matched: Uint32Array;
  #held = "";
  #stopped = false;

  /** @param patterns of {@link compileStopPatterns}. */
  constructor(patterns: readonly StopPattern[]) {
    this.#patterns = patterns;
    this.#matched = new Uint32Array(patterns.length);
  }

  /** Whether there was a stop sequence. Nothing comes through any more then. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes the next piece of the text, and returns the text that need not be held back any longer. */
  push(piece: string): string {
    if (this.#stopped) {
      return "";
    }
    const text = this.#held + piece;
    let first: { readonly start: number; readonly end: number } | undefined;
    let longest = 0;
    for (const [index, pattern] of this.#patterns.entries()) {
      const { length } = pattern.sequence;
      let matched = at(this.#matched, index);
      for (let end = this.#held.length + 1; end <= text.length; end += 1) {
        matched = advance(pattern, matched, text.charCodeAt(end - 1));
        if (matched === length) {
          const start = end - length;
          if (first === undefined || end < first.end || (end === first.end && start < first.start)) {
            first = { start, end };
          }
          break;
        }
      }
      this.#matched[index] = matched;
      longest = Math.max(longest, matched);
    }
    const free = first === undefined ? text.length - longest : first.start;
    this.#held = first === undefined ? text.slice(free) : "";
    this.#stopped = first !== undefined;
    return text.slice(0, free);
  }

  /** Returns what is still held back, once the text has ended without a stop sequence. */
  end(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}
