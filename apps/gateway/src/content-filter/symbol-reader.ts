import { type CharacterKind, type FoldedCharacter, fold, toCodePoint, toKind } from "./fold.ts";

/** The symbol between two folded characters that are not part of the same word, and at both ends of a text. */
export const boundary = -1;

/**
 * Takes the next symbol of a text.
 *
 * @param symbol - the code point of a folded character, or {@link boundary}.
 * @param position - the index in the text at which it begins, in UTF-16 code units.
 */
export type TakeSymbol = (symbol: number, position: number) => void;

/**
 * Converts a text into the symbols that terms are searched in. Boundaries are symbols, too, so a search for the symbols of a
 * term does not find it within a longer word.
 */
export class SymbolReader {
  readonly #take: TakeSymbol;
  /** The kind of the last character that was not a mark. Undefined at the beginning of a text. */
  #previous: CharacterKind | undefined;
  #position = 0;

  constructor(take: TakeSymbol) {
    this.#take = take;
  }

  /** Reads the next part of the text, which must not end within a surrogate pair. */
  read(part: string): void {
    for (let at = 0; at < part.length; ) {
      const codePoint = part.codePointAt(at) ?? 0;
      const folded = fold(codePoint);
      if (typeof folded === "number") this.#next(folded);
      else for (const character of folded) this.#next(character);
      const units = codePoint > 0xffff ? 2 : 1;
      at += units;
      this.#position += units;
    }
  }

  /** Ends the text. */
  end(): void {
    this.#take(boundary, this.#position);
  }

  #next(character: FoldedCharacter): void {
    const codePoint = toCodePoint(character);
    const kind = toKind(character);
    const previous = this.#previous;
    if (kind === "mark") {
      this.#take(codePoint, this.#position);
      return;
    }
    this.#previous = kind;
    // Any amount of white space is one space.
    if (kind === "space" && previous === "space") return;
    if (kind !== "word" || previous !== "word") this.#take(boundary, this.#position);
    this.#take(codePoint, this.#position);
  }
}

/** Returns the symbols of a whole text. */
export function readSymbols(text: string): readonly number[] {
  const symbols: number[] = [];
  const reader = new SymbolReader((symbol) => symbols.push(symbol));
  reader.read(text);
  reader.end();
  return symbols;
}
