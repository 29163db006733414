import fc from "fast-check";
import ranks from "gpt-tokenizer/bpeRanks/r50k_base";
import { expect, test } from "vitest";
import { TokenDecoder } from "../src/token-decoder.ts";
import { TokenOffsets } from "../src/token-offsets.ts";
import { tokenizer, tokensOf } from "./support/models.ts";

function offsetsOf(tokens: readonly number[]): number[] {
  const offsets = new TokenOffsets(tokenizer);
  return tokens.map((token) => offsets.push(token));
}

function bytesOf(token: number): readonly number[] {
  const text = ranks[token] ?? "";
  return typeof text === "string" ? [...Buffer.from(text)] : text;
}

/** True for a byte that begins no character. */
function isContinuation(byte = 0): boolean {
  return byte >> 6 === 0b10;
}

const partial = ranks.flatMap((text, token) => (typeof text === "string" ? [] : [token]));

test("are the characters before the one in which a token begins", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      const tokens = tokensOf(text);
      let begun = 0;
      const expected = tokens.map((token) => {
        const [first = 0, ...others] = bytesOf(token);
        if (!isContinuation(first)) begun += 1;
        const offset = begun - 1;
        begun += others.filter((byte) => !isContinuation(byte)).length;
        return offset;
      });
      expect(offsetsOf(tokens)).toEqual(expected);
    }),
  );
});

test("never fall, and begin after whole characters, even if the bytes are not UTF-8", () => {
  const token = fc.oneof(fc.constantFrom(...partial), fc.nat({ max: ranks.length - 1 }));
  fc.assert(
    fc.property(fc.array(token, { minLength: 1, maxLength: 12 }), (tokens) => {
      const offsets = offsetsOf(tokens);
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
      tokens.forEach((token, index) => {
        const decoder = new TokenDecoder(tokenizer);
        const before = tokens.slice(0, index).map((token) => decoder.push(token));
        const complete = [...before.join("")].length;
        const broken = [...decoder.end()].length;
        // A token continues the character that is incomplete before it, or begins after that one.
        const mayContinue = isContinuation(bytesOf(token)[0]);
        const allowed = mayContinue ? [complete, complete + broken] : [complete + broken];
        expect(allowed).toContain(offsets[index]);
      });
    }),
    { numRuns: 1000 },
  );
});
