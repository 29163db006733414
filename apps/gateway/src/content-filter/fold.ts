/** How a folded character relates to its neighbors: `word` characters form words, and a `mark` belongs to the one before it. */
export type CharacterKind = "word" | "alone" | "space" | "mark";

/** A character in the form in which it is compared. */
export interface FoldedCharacter {
  readonly codePoint: number;
  readonly kind: CharacterKind;
}

/** Characters that a reader does not see, such as a zero-width space or a soft hyphen. */
const invisible = /\p{Default_Ignorable_Code_Point}|(?!\p{White_Space})\p{Cc}/u;

/** Marks without which a word is still recognized. In other scripts marks are vowels and, in kana, consonants. */
const accent =
  /(?![\u3099\u309A])(?=[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}])[\p{Mn}\p{Me}]/u;

/** Marks, and the letters of a decomposed Hangul syllable after the first. */
const mark = /[\p{M}\u1160-\u11FF\uD7B0-\uD7FF]/u;

/** Letters of scripts without spaces between words, and of Korean, which appends particles to words. */
const alone =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;

/** Cached by code point. Characters beyond the Basic Multilingual Plane are rare, and too many to cache. */
const cache: (readonly FoldedCharacter[] | undefined)[] = new Array(0x1_0000);

/**
 * Returns the characters that a character is compared as: without case, accents, width and other differences between forms
 * that Unicode treats as compatible (NFKD, Unicode Standard Annex 15). Returns none for an invisible character.
 */
export function fold(codePoint: number): readonly FoldedCharacter[] {
  const folded = cache[codePoint] ?? foldUncached(codePoint);
  if (codePoint < cache.length) cache[codePoint] = folded;
  return folded;
}

function foldUncached(codePoint: number): readonly FoldedCharacter[] {
  return Array.from(String.fromCodePoint(codePoint).normalize("NFKD"))
    .filter((character) => !invisible.test(character) && !accent.test(character))
    .flatMap((character) => Array.from(foldCase(character)))
    .map((character) =>
      /\p{White_Space}/u.test(character)
        ? { codePoint: 0x20, kind: "space" }
        : { codePoint: character.codePointAt(0) ?? 0, kind: kindOf(character) },
    );
}

/**
 * Folds case through upper case, because only the capitals of ß, ſ and ς are those of ss, s and σ. The first step turns the
 * capital ẞ into ß, because its own capital is not SS.
 */
function foldCase(character: string): string {
  return character.toLowerCase().toUpperCase().toLowerCase();
}

function kindOf(character: string): CharacterKind {
  if (mark.test(character)) return "mark";
  return /[\p{L}\p{N}]/u.test(character) && !alone.test(character) ? "word" : "alone";
}
