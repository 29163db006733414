import type { Piece } from "@completions-api/engine";

const mostWaiting = 64;

/** Who fills a {@link PieceQueue}, as it is told of who empties it. */
export interface PieceSource {
  /** All pieces have been taken: there is room for more. */
  taken(): void;
  /** Nobody will take any more pieces. */
  left(): void;
}

/**
 * Pieces between what generates them and what sends them. Those that came since the last were taken are taken together:
 * where the taker is slow that makes it faster, and it keeps the two from waiting for each other once a piece.
 */
export class PieceQueue implements AsyncIterableIterator<readonly Piece[], undefined> {
  readonly #source: PieceSource;
  #pieces: Piece[] = [];
  #end: { readonly failure?: unknown } | undefined;
  #waiting: PromiseWithResolvers<IteratorResult<readonly Piece[], undefined>> | undefined;

  constructor(source: PieceSource) {
    this.#source = source;
  }

  /** Whether so many pieces wait to be taken that no more should be generated. */
  get isFull(): boolean {
    return this.#pieces.length >= mostWaiting;
  }

  add(pieces: readonly Piece[]): void {
    if (pieces.length === 0 || this.#end) return;
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      waiting.resolve({ done: false, value: pieces });
    } else {
      for (const piece of pieces) this.#pieces.push(piece);
    }
  }

  /** To be called once no more pieces come. */
  end(): void {
    this.#finish({});
  }

  /** Has whoever takes the pieces get `failure` once they have taken those that are there. */
  fail(failure: unknown): void {
    this.#finish({ failure });
  }

  #finish(end: { readonly failure?: unknown }): void {
    if (this.#end) return;
    this.#end = end;
    this.#waiting?.resolve(this.#ended());
    this.#waiting = undefined;
  }

  #ended(): Promise<IteratorReturnResult<undefined>> {
    const end = this.#end;
    this.#end = {};
    return end && "failure" in end
      ? Promise.reject(end.failure)
      : Promise.resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<readonly Piece[], undefined>> {
    const pieces = this.#pieces;
    if (pieces.length > 0) {
      this.#pieces = [];
      this.#source.taken();
      return Promise.resolve({ done: false, value: pieces });
    }
    if (this.#end) return this.#ended();
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.#pieces = [];
    if (!this.#end) this.#source.left();
    this.#finish({});
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
