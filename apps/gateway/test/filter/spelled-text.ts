import fc from "fast-check";

/** Ways to write what is compared as the same. */
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

/** A part of a text, and what it is compared as. */
export interface Spelled {
  readonly plain: string;
  readonly spelling: string;
}

/** A text of a few letters, so that terms of them appear, overlap and begin in vain. */
export const spelledTexts: fc.Arbitrary<Spelled[]> = fc.array(
  fc
    .constantFrom(...Object.entries(spellings))
    .chain(([plain, ways]) => fc.constantFrom(...ways).map((spelling) => ({ plain, spelling }))),
  { maxLength: 20 },
);

/** Terms of the same letters, as they are compared. */
export const plainTerms: fc.Arbitrary<string[]> = fc.array(
  fc.stringMatching(/^[asi禁-](?: ?[asi禁-]| ?ss| ?fi){0,3}$/),
  { minLength: 1, maxLength: 4 },
);

/** What a text is compared as, and where in the text each code unit of that is from; at the end, where that ends. */
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

/** Whether a place is within a word. */
export function isWithinWord(plain: string, place: number): boolean {
  return /^[a-z]{2}$/.test(plain.slice(Math.max(0, place - 1), place + 1));
}
