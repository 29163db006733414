/** What a folded character is to those beside it. */
export type CharacterKind = "word" | "alone" | "space" | "mark";

/** A character as it is compared. */
export interface FoldedCharacter {
  readonly codePoint: number;
  readonly kind: CharacterKind;
}

/** What a reader does not see, such as a zero-width space or a soft hyphen. */
const invisible = /\p{Default_Ignorable_Code_Point}|(?!\p{White_Space})\p{Cc}/u;

/**
 * Marks that a word without them is still read by. In other scripts they are vowels and, in kana, consonants.
 */
const accent =
  /(?![\u3099\u309A])(?=[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}])[\p{Mn}\p{Me}]/u;

/** Marks, and what of a decomposed Hangul syllable follows its first letter. */
const mark = /[\p{M}\u1160-\u11FF\uD7B0-\uD7FF]/u;

/** Letters of scripts that put no spaces between words, and of Korean, which puts particles right behind them. */
const alone =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;

/** By code point. Those beyond the Basic Multilingual Plane are rare, and too many to remember. */
const known: (readonly FoldedCharacter[] | undefined)[] = new Array(0x1_0000);

/**
 * The characters that a character is compared as: without case, accents, width and other forms that Unicode holds to be
 * compatible (NFKD, Unicode Standard Annex 15); none where a reader does not see it.
 */
export function fold(codePoint: number): readonly FoldedCharacter[] {
  const folded = known[codePoint] ?? foldAnew(codePoint);
  if (codePoint < known.length) known[codePoint] = folded;
  return folded;
}

function foldAnew(codePoint: number): readonly FoldedCharacter[] {
  return Array.from(String.fromCodePoint(codePoint).normalize("NFKD"))
    .filter((character) => !invisible.test(character) && !accent.test(character))
    .flatMap((character) => Array.from(foldCase(character)))
    .map((character) =>
      /\p{White_Space}/u.test(character)
        ? { codePoint: 0x20, kind: "space" }
        : { codePoint: character.codePointAt(0) ?? 0, kind: kindOf(character) },
    );
}

/** Through the capitals, since only those tell that ß is ss, ſ is s and ς is σ; ẞ is one of them, yet not SS. */
function foldCase(character: string): string {
  return character.toLowerCase().toUpperCase().toLowerCase();
}

function kindOf(character: string): CharacterKind {
  if (mark.test(character)) return "mark";
  return /[\p{L}\p{N}]/u.test(character) && !alone.test(character) ? "word" : "alone";
}
