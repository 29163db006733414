import { elementAt } from "./element-at.ts";

/** A stop sequence, compiled for search in a text that arrives in parts. */
export interface StopPattern {
  readonly sequence: string;
  /** For each index of the sequence: the length of its longest proper prefix that also ends there. */
  readonly borders: Uint32Array;
}

/**
 * Compiles stop sequences for search. All choices of a request can share the result.
 *
 * Source: Knuth, Morris, Pratt, "Fast Pattern Matching in Strings", SIAM Journal on Computing 6 (1977). With this
 * algorithm the search time is proportional to the length of the text, even if a sequence is a megabyte of one letter.
 *
 * @param sequences must not contain an empty string.
 */
export function compileStopPatterns(sequences: readonly string[]): readonly StopPattern[] {
  return sequences.map((sequence) => {
    const pattern: StopPattern = { sequence, borders: new Uint32Array(sequence.length) };
    for (let index = 1; index < sequence.length; index += 1) {
      pattern.borders[index] = advance(
        pattern,
        elementAt(pattern.borders, index - 1),
        sequence.charCodeAt(index),
      );
    }
    return pattern;
  });
}

/**
 * Returns the length of the longest prefix of the sequence that a text ends with.
 *
 * @param matched the same length for the text without its last UTF-16 code unit.
 * @param codeUnit that last code unit.
 */
function advance({ sequence, borders }: StopPattern, matched: number, codeUnit: number): number {
  let length = matched;
  while (length > 0 && sequence.charCodeAt(length) !== codeUnit) {
    length = elementAt(borders, length - 1);
  }
  return sequence.charCodeAt(length) === codeUnit ? length + 1 : length;
}

/**
 * Passes a text through, in parts, until the first stop sequence. It holds back only the text that could be the start of
 * a stop sequence, until that is certain. The first sequence is the one that is complete first; if several are complete
 * at the same character, it is the longest. The result therefore does not depend on how the text is divided into parts.
 */
export class StopMatcher {
  readonly #patterns: readonly StopPattern[];
  /** For each pattern: the length of the longest prefix that the text so far ends with. */
  readonly #matched: Uint32Array;
  #held = "";
  #matchedSequence: string | undefined;

  /** @param patterns the result of {@link compileStopPatterns}. */
  constructor(patterns: readonly StopPattern[]) {
    this.#patterns = patterns;
    this.#matched = new Uint32Array(patterns.length);
  }

  /** True after a stop sequence. From then on, no text passes through. */
  get stopped(): boolean {
    return this.#matchedSequence !== undefined;
  }

  /** The stop sequence that ended the text, if one did. */
  get matchedSequence(): string | undefined {
    return this.#matchedSequence;
  }

  /** Adds the next part of the text, and returns the text that need not be held back any longer. */
  push(part: string): string {
    if (this.stopped) {
      return "";
    }
    const text = this.#held + part;
    let first: { readonly start: number; readonly end: number; readonly sequence: string } | undefined;
    let longest = 0;
    for (const [index, pattern] of this.#patterns.entries()) {
      const { sequence } = pattern;
      const { length } = sequence;
      let matched = elementAt(this.#matched, index);
      for (let end = this.#held.length + 1; end <= text.length; end += 1) {
        matched = advance(pattern, matched, text.charCodeAt(end - 1));
        if (matched === length) {
          const start = end - length;
          if (first === undefined || end < first.end || (end === first.end && start < first.start)) {
            first = { start, end, sequence };
          }
          break;
        }
      }
      this.#matched[index] = matched;
      longest = Math.max(longest, matched);
    }
    const passed = first === undefined ? text.length - longest : first.start;
    this.#held = first === undefined ? text.slice(passed) : "";
    this.#matchedSequence = first?.sequence;
    return text.slice(0, passed);
  }

  /** Ends the text, and returns what is still held back. After a stop sequence that is empty. */
  end(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}
