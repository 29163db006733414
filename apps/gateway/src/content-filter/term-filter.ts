import type { ContentFilter, TextWatch } from "./content-filter.ts";
import { bound, readSymbols, SymbolReader } from "./symbol-reader.ts";
import { TermAutomaton, type TermState } from "./term-automaton.ts";

/**
 * A content filter that looks for terms: words, or several with white space between them. Case, accents, width and
 * what a reader does not see make no difference, nor does how much white space there is. A term that begins or ends
 * with a letter or digit is not found within a longer word, unless its script puts no spaces between words.
 *
 * @throws RangeError for a term without a character that can be looked for.
 */
export function createTermFilter(terms: readonly string[]): ContentFilter {
  const automaton = new TermAutomaton(terms.map(readTerm));
  return {
    allowsPrompt(prompt) {
      const watch = new TermWatch(automaton);
      watch.push(prompt);
      watch.end();
      return !watch.stopped;
    },
    watch: () => new TermWatch(automaton),
  };
}

function readTerm(term: string): readonly number[] {
  const symbols = readSymbols(term.trim());
  if (symbols.every((symbol) => symbol === bound)) {
    throw new RangeError(`The term ${JSON.stringify(term)} has no character that can be looked for.`);
  }
  return symbols;
}

class TermWatch implements TextWatch {
  stopped = false;
  readonly #automaton: TermAutomaton;
  readonly #symbols = new SymbolReader((symbol, place) => this.#take(symbol, place));
  #state: TermState;
  /** Where the last symbols begin, as many as a term may have: symbol `count` in place `count` modulo their number. */
  readonly #places: Float64Array;
  #count = 0;
  /** Where the term begins that was found. */
  #termStart = 0;
  #held = "";
  /** How much of the text has come through. */
  #free = 0;
  /** The first half of a character whose second is yet to come. */
  #half = "";

  constructor(automaton: TermAutomaton) {
    this.#automaton = automaton;
    this.#state = automaton.start;
    this.#places = new Float64Array(automaton.longest);
  }

  push(piece: string): string {
    if (this.stopped) return "";
    const whole = this.#half + piece;
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

  #take(symbol: number, place: number): void {
    if (this.stopped) return;
    this.#places[this.#count % this.#places.length] = place;
    this.#count += 1;
    this.#state = this.#automaton.advance(this.#state, symbol);
    if (this.#state.matched === 0) return;
    this.stopped = true;
    this.#termStart = this.#placeOf(this.#state.matched);
  }

  /** Where the last `symbols` symbols begin. */
  #placeOf(symbols: number): number {
    return this.#places[(this.#count - symbols) % this.#places.length] ?? 0;
  }

  /** Lets through what is before the term, or before the last `undecided` symbols. */
  #release(undecided: number): string {
    const until = this.stopped
      ? this.#termStart
      : undecided > 0
        ? this.#placeOf(undecided)
        : this.#free + this.#held.length;
    const text = this.#held.slice(0, until - this.#free);
    this.#held = this.stopped ? "" : this.#held.slice(until - this.#free);
    this.#free = until;
    return text;
  }
}

/** Of a character that is two code units long in UTF-16. */
function isFirstHalf(codeUnit: number): boolean {
  return codeUnit >= 0xd800 && codeUnit <= 0xdbff;
}
