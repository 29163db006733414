import fc from "fast-check";

/** Spellings that the filter treats as equal. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  a: ["a", "A", "á", "a\u0301", "Ａ", "𝐚", "a\u200b", "a\u00ad"],
  s: ["s", "S", "ſ", "ş", "s\u0323\u0301", "ｓ", "𝒔"],
  i: ["i", "I", "İ", "ı", "i\u0307", "ｉ"],
  ss: ["ß", "ẞ"],
  fi: ["ﬁ"],
  禁: ["禁"],
  "-": ["-", "－"],
  " ": [" ", "\n", "\u3000", " \u00a0", "\r\n\t"],
};

/** A part of a text: its spelling, and the plain form that it is compared as. */
export interface Spelled {
  readonly plain: string;
  readonly spelling: string;
}

/** Texts of a few letters, so terms appear, overlap and begin without completing. */
export const spelledTexts: fc.Arbitrary<Spelled[]> = fc.array(
  fc
    .constantFrom(...Object.entries(spellings))
    .chain(([plain, ways]) => fc.constantFrom(...ways).map((spelling) => ({ plain, spelling }))),
  { maxLength: 20 },
);

/** Terms of the same letters in their plain form. */
export const plainTerms: fc.Arbitrary<string[]> = fc.array(
  fc.stringMatching(/^[asi禁-](?: ?[asi禁-]| ?ss| ?fi){0,3}$/),
  { minLength: 1, maxLength: 4 },
);

/** Returns the plain form of a text, and the place in the text of each code unit of the plain form and of its end. */
export function toPlain(text: readonly Spelled[]): { plain: string; places: number[] } {
  let plain = "";
  let place = 0;
  const places: number[] = [];
  for (const part of text) {
    if (part.plain !== " " || !plain.endsWith(" ")) {
      plain += part.plain;
      places.push(...new Array<number>(part.plain.length).fill(place));
    }
    place += part.spelling.length;
  }
  return { plain, places: [...places, place] };
}

/** Tells if a place is within a word. */
export function isWithinWord(plain: string, place: number): boolean {
  return /^[a-z]{2}$/.test(plain.slice(Math.max(0, place - 1), place + 1));
}
