/** How far a text has come with terms that it may hold. */
export interface TermState {
  /** How many of the text's last symbols are the beginning of a term, at most. */
  readonly depth: number;
  /** How many symbols the longest term has that ends here; 0 for none. */
  readonly matched: number;
}

interface Node extends TermState {
  matched: number;
  readonly next: Map<number, Node>;
  /** The longest beginning of a term that ends here, too, but starts later. */
  fallback: Node | undefined;
}

/**
 * Finds many terms in one pass, whose time does not depend on how many they are.
 *
 * Source: Aho, Corasick, "Efficient string matching: an aid to bibliographic search", Communications of the ACM 18 (1975).
 */
export class TermAutomaton {
  readonly #root: Node = newNode(0);
  /** Symbols of the longest term. */
  readonly longest: number;

  /** @param terms - their symbols, of each at least one. */
  constructor(terms: readonly (readonly number[])[]) {
    this.longest = terms.reduce((longest, { length }) => Math.max(longest, length), 0);
    for (const term of terms) this.#plant(term);
    this.#link();
  }

  get start(): TermState {
    return this.#root;
  }

  /** @param state - of this automaton. */
  advance(state: TermState, symbol: number): TermState {
    // No others are ever given out.
    return this.#follow(state as Node, symbol);
  }

  #follow(from: Node | undefined, symbol: number): Node {
    for (let node = from; node !== undefined; node = node.fallback) {
      const next = node.next.get(symbol);
      if (next !== undefined) return next;
    }
    return this.#root;
  }

  #plant(term: readonly number[]): void {
    let node = this.#root;
    for (const symbol of term) {
      let next = node.next.get(symbol);
      if (next === undefined) {
        next = newNode(node.depth + 1);
        node.next.set(symbol, next);
      }
      node = next;
    }
    node.matched = node.depth;
  }

  /** By depth, as a fallback is always less deep. */
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
