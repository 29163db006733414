import fc from "fast-check";

const characters = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(..."aeh tw.,\n") },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...["\0", "\u2028", "\ufeff", "\u202e", '"', "\\", "\x7f", "\r\n", "data: [DONE]\n\n", "<|endoftext|>"],
      // Characters of several code units or code points, and half of one.
      ...["🐋", "👩‍👩‍👧", "é", "e\u0301", "𝔸", "क्षि", "\ud83d"],
    ),
  },
);

/** Generates texts of any script, with characters that servers stumble over. */
export function texts(minLength = 0): fc.Arbitrary<string> {
  return fc.string({ unit: characters, minLength, maxLength: 12 });
}
