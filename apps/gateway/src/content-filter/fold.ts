/** How a folded character relates to its neighbors: `word` characters form words, and a `mark` belongs to the one before it. */
export type CharacterKind = "word" | "alone" | "space" | "mark";

/**
 * A character in the form in which it is compared, as one integer that is not 0: the code point in the low 21 bits, and above
 * them the index of its kind. {@link toCodePoint} and {@link toKind} take it apart.
 */
export type FoldedCharacter = number;

const kinds: readonly CharacterKind[] = ["word", "alone", "space", "mark"];

/** The number of bits of a code point. */
const codePointBits = 21;

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

/**
 * The forms of the characters so far, in pages of 256 code points. An entry is 0 if it is not known yet, a folded character, or
 * the complement (`~`) of an index in `sequences`. Whatever characters texts have, all pages together take 4.4 MB.
 */
const pages: (Int32Array | undefined)[] = new Array(0x11_0000 / 256);

/** The forms that have no character or several, each once. */
const sequences: (readonly FoldedCharacter[])[] = [];
const sequenceIndexes = new Map<string, number>();

/**
 * Returns the character or characters that a character is compared as: without case, accents, width and other differences
 * between forms that Unicode treats as compatible (NFKD, Unicode Standard Annex 15). Returns none for an invisible character.
 */
export function fold(codePoint: number): FoldedCharacter | readonly FoldedCharacter[] {
  const page = pages[codePoint >> 8] ?? addPage(codePoint >> 8);
  const place = codePoint & 0xff;
  let entry = page[place] ?? 0;
  if (entry === 0) {
    entry = toEntry(foldUncached(codePoint));
    page[place] = entry;
  }
  return entry > 0 ? entry : (sequences[~entry] ?? []);
}

/** Returns the code point of a folded character. */
export function toCodePoint(character: FoldedCharacter): number {
  return character & (2 ** codePointBits - 1);
}

/** Returns the kind of a folded character. */
export function toKind(character: FoldedCharacter): CharacterKind {
  return kinds[character >> codePointBits] ?? "alone";
}

function addPage(index: number): Int32Array {
  const page = new Int32Array(256);
  pages[index] = page;
  return page;
}

function toEntry(characters: readonly FoldedCharacter[]): number {
  const [first] = characters;
  if (first !== undefined && characters.length === 1) return first;
  const key = String(characters);
  let index = sequenceIndexes.get(key);
  if (index === undefined) {
    index = sequences.push(characters) - 1;
    sequenceIndexes.set(key, index);
  }
  return ~index;
}

function foldUncached(codePoint: number): readonly FoldedCharacter[] {
  const folded: FoldedCharacter[] = [];
  for (const decomposed of String.fromCodePoint(codePoint).normalize("NFKD")) {
    if (invisible.test(decomposed) || accent.test(decomposed)) continue;
    for (const character of foldCase(decomposed)) folded.push(toFolded(character));
  }
  return folded;
}

/**
 * Folds case through upper case, because only the capitals of ß, ſ and ς are those of ss, s and σ. The first step turns the
 * capital ẞ into ß, because its own capital is not SS.
 */
function foldCase(character: string): string {
  return character.toLowerCase().toUpperCase().toLowerCase();
}

function toFolded(character: string): FoldedCharacter {
  const kind = kindOf(character);
  const codePoint = kind === "space" ? 0x20 : (character.codePointAt(0) ?? 0);
  return codePoint | (kinds.indexOf(kind) << codePointBits);
}

function kindOf(character: string): CharacterKind {
  if (/\p{White_Space}/u.test(character)) return "space";
  if (mark.test(character)) return "mark";
  return /[\p{L}\p{N}]/u.test(character) && !alone.test(character) ? "word" : "alone";
}
