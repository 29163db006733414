import { type CharacterKind, fold } from "./fold.ts";

/** The symbol between two folded characters that are no parts of one word, and at both ends of a text. */
export const bound = -1;

/** Takes the next symbol of a text: a folded character's code point, or {@link bound}; and where in the text it begins. */
export type TakeSymbol = (symbol: number, place: number) => void;

/**
 * Makes of a text the symbols that terms are looked for in. Since bounds are symbols, too, a term is found where its
 * symbols are, and only there: none of a word within another.
 */
export class SymbolReader {
  readonly #take: TakeSymbol;
  /** Of the last character, marks left out; as a text begins, nothing. */
  #previous: CharacterKind | undefined;
  #place = 0;

  constructor(take: TakeSymbol) {
    this.#take = take;
  }

  /** Takes the next part of the text, which must not be cut within a character. */
  read(part: string): void {
    for (let at = 0; at < part.length; ) {
      const codePoint = part.codePointAt(at) ?? 0;
      for (const folded of fold(codePoint)) this.#next(folded.codePoint, folded.kind);
      const units = codePoint > 0xffff ? 2 : 1;
      at += units;
      this.#place += units;
    }
  }

  /** To be called when the text has ended. */
  end(): void {
    this.#take(bound, this.#place);
  }

  #next(codePoint: number, kind: CharacterKind): void {
    const previous = this.#previous;
    if (kind === "mark") {
      this.#take(codePoint, this.#place);
      return;
    }
    this.#previous = kind;
    // However much white space there is, it is one.
    if (kind === "space" && previous === "space") return;
    if (kind !== "word" || previous !== "word") this.#take(bound, this.#place);
    this.#take(codePoint, this.#place);
  }
}

/** The symbols of a whole text. */
export function readSymbols(text: string): readonly number[] {
  const symbols: number[] = [];
  const reader = new SymbolReader((symbol) => symbols.push(symbol));
  reader.read(text);
  reader.end();
  return symbols;
}
