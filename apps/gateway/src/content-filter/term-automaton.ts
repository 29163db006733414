/** The progress of a search for terms in a text. */
export interface TermState {
  /** The most symbols at the end of the text so far that are the beginning of a term. */
  readonly depth: number;
  /** The number of symbols of the longest term that ends here; 0 if none does. */
  readonly matched: number;
}

interface Node extends TermState {
  matched: number;
  readonly next: Map<number, Node>;
  /** The node of the longest beginning of a term that also ends here but starts later. */
  fallback: Node | undefined;
}

/**
 * Finds many terms in one pass over a text. The time does not depend on the number of terms.
 *
 * Source: Aho, Corasick, "Efficient string matching: an aid to bibliographic search", Communications of the ACM 18 (1975).
 */
export class TermAutomaton {
  readonly #root: Node = newNode(0);
  /** 1 for each symbol of any term, at the index `symbol + 1`. It ends at the last of them. */
  readonly #symbols: Uint8Array;
  /** The number of symbols of the longest term. */
  readonly longest: number;

  /** @param terms - the symbols of each term, at least one. */
  constructor(terms: readonly (readonly number[])[]) {
    this.longest = terms.reduce((longest, { length }) => Math.max(longest, length), 0);
    const last = terms.reduce((last, term) => term.reduce((a, b) => Math.max(a, b), last), -1);
    this.#symbols = new Uint8Array(last + 2);
    for (const term of terms) this.#add(term);
    this.#link();
  }

  get start(): TermState {
    return this.#root;
  }

  /**
   * Returns the state after the next symbol.
   *
   * @param state - a state of this automaton.
   */
  advance(state: TermState, symbol: number): TermState {
    // Most symbols of texts in other scripts end here.
    if (this.#symbols[symbol + 1] !== 1) return this.#root;
    // An automaton returns only its own nodes.
    return this.#follow(state as Node, symbol);
  }

  #follow(from: Node | undefined, symbol: number): Node {
    for (let node = from; node !== undefined; node = node.fallback) {
      const next = node.next.get(symbol);
      if (next !== undefined) return next;
    }
    return this.#root;
  }

  #add(term: readonly number[]): void {
    let node = this.#root;
    for (const symbol of term) {
      this.#symbols[symbol + 1] = 1;
      let next = node.next.get(symbol);
      if (next === undefined) {
        next = newNode(node.depth + 1);
        node.next.set(symbol, next);
      }
      node = next;
    }
    node.matched = node.depth;
  }

  /** Sets the fallbacks, in the order of depth, because each fallback is less deep than its node. */
  #link(): void {
    const nodes = [this.#root];
    for (const node of nodes) {
      for (const [symbol, next] of node.next) {
        next.fallback = this.#follow(node.fallback, symbol);
        next.matched ||= next.fallback.matched;
        nodes.push(next);
      }
    }
  }
}

function newNode(depth: number): Node {
  return { depth, matched: 0, next: new Map(), fallback: undefined };
}
