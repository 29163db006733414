import type { ContentFilter, TextWatch } from "./content-filter.ts";
import { boundary, readSymbols, SymbolReader } from "./symbol-reader.ts";
import { TermAutomaton, type TermState } from "./term-automaton.ts";

/**
 * Creates a content filter that searches for terms: words, or several words with white space between them. It ignores case,
 * accents, width, invisible characters and the amount of white space. It does not find a term that begins or ends with a
 * letter or digit within a longer word, except in scripts without spaces between words.
 *
 * @throws RangeError for a term without a character that can be searched for.
 */
export function createTermFilter(terms: readonly string[]): ContentFilter {
  const automaton = new TermAutomaton(terms.map(readTerm));
  return {
    allowsPrompt: (prompt) => !hasTerm(prompt, automaton),
    watch: () => new TermWatch(automaton),
  };
}

function readTerm(term: string): readonly number[] {
  const symbols = readSymbols(term.trim());
  if (symbols.every((symbol) => symbol === boundary)) {
    throw new RangeError(`The term ${JSON.stringify(term)} has no character that the filter can search for.`);
  }
  return symbols;
}

/** Costs less than a `TermWatch`, which keeps as many positions as the longest term has symbols: a request can have 300,000 prompts. */
function hasTerm(text: string, automaton: TermAutomaton): boolean {
  let state = automaton.start;
  let found = false;
  const reader = new SymbolReader((symbol) => {
    state = automaton.advance(state, symbol);
    found ||= state.matched > 0;
  });
  reader.read(text);
  reader.end();
  return found;
}

class TermWatch implements TextWatch {
  stopped = false;
  readonly #automaton: TermAutomaton;
  readonly #symbols = new SymbolReader((symbol, position) => this.#take(symbol, position));
  #state: TermState;
  /** A ring buffer of the positions of the last symbols, as many as the longest term has. */
  readonly #positions: Float64Array;
  #count = 0;
  /** The position of the term that was found. */
  #termStart = 0;
  #held = "";
  /** The number of code units that were let through. */
  #released = 0;
  /** The first half of a surrogate pair whose second half has not arrived. */
  #half = "";

  constructor(automaton: TermAutomaton) {
    this.#automaton = automaton;
    this.#state = automaton.start;
    this.#positions = new Float64Array(automaton.longest);
  }

  push(part: string): string {
    if (this.stopped) return "";
    const whole = this.#half + part;
    this.#half = isFirstHalf(whole.charCodeAt(whole.length - 1)) ? whole.slice(-1) : "";
    const text = this.#half ? whole.slice(0, -1) : whole;
    this.#held += text;
    this.#symbols.read(text);
    return this.#release(this.#state.depth);
  }

  end(): string {
    if (this.stopped) return "";
    this.#held += this.#half;
    this.#symbols.read(this.#half);
    this.#half = "";
    this.#symbols.end();
    return this.#release(0);
  }

  #take(symbol: number, position: number): void {
    if (this.stopped) return;
    this.#positions[this.#count % this.#positions.length] = position;
    this.#count += 1;
    this.#state = this.#automaton.advance(this.#state, symbol);
    if (this.#state.matched === 0) return;
    this.stopped = true;
    this.#termStart = this.#positionOf(this.#state.matched);
  }

  /** Returns the position of the first of the last `symbols` symbols. */
  #positionOf(symbols: number): number {
    return this.#positions[(this.#count - symbols) % this.#positions.length] ?? 0;
  }

  /** Lets through the text before the term that was found, or before the last `undecided` symbols. */
  #release(undecided: number): string {
    const until = this.stopped
      ? this.#termStart
      : undecided > 0
        ? this.#positionOf(undecided)
        : this.#released + this.#held.length;
    const text = this.#held.slice(0, until - this.#released);
    this.#held = this.stopped ? "" : this.#held.slice(until - this.#released);
    this.#released = until;
    return text;
  }
}

/** Returns whether a UTF-16 code unit is the first half of a surrogate pair. */
function isFirstHalf(codeUnit: number): boolean {
  return codeUnit >= 0xd800 && codeUnit <= 0xdbff;
}
