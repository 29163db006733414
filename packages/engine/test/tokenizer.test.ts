import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import ranks from "gpt-tokenizer/bpeRanks/r50k_base";
import { encode } from "gpt-tokenizer/encoding/r50k_base";
import { expect, test } from "vitest";
import { TokenDecoder } from "../src/token-decoder.ts";
import { END_OF_TEXT, VOCABULARY_SIZE } from "../src/vocabulary.ts";
import { tokenizer, tokensOf } from "./support/models.ts";

/** Returns the text that each token completes, and the rest at the end. */
function decode(tokens: readonly number[]): string[] {
  const decoder = new TokenDecoder(tokenizer);
  return [...tokens.map((token) => decoder.push(token)), decoder.end()];
}

const text = fc.string({ unit: "binary", maxLength: 60 });

/** Letters that tokens have, also some of other languages, so that most neighbors join, and half surrogate pairs. */
const words = fc.string({ unit: fc.constantFrom(..."  etaoinshrdluéßжи的日😀'.,\n\ud83d"), maxLength: 60 });

test("the vocabulary is that of the encoding plus the separator", () => {
  expect(ranks.length).toBe(END_OF_TEXT);
  expect(VOCABULARY_SIZE).toBe(END_OF_TEXT + 1);
});

test("tokenizes as the encoding does", () => {
  expect(tokensOf("Call me Ishmael.")).toEqual([14_134, 502, 1148, 21_720, 417, 13]);
  fc.assert(
    fc.property(fc.oneof(text, words), (text) => {
      expect(tokensOf(text)).toEqual(encode(text));
    }),
    { numRuns: 1000 },
  );
});

test("texts that are tokenized in turns do not change each other's tokens", () => {
  fc.assert(
    fc.property(words, words, (one, other) => {
      const texts = [one, other].map((text) => ({ words: tokenizer.tokenize(text), tokens: [] as number[] }));
      const waiting = new Set(texts);
      while (waiting.size > 0) {
        for (const text of waiting) {
          const word = text.words.next();
          if (word.done) waiting.delete(text);
          else text.tokens.push(...word.value);
        }
      }
      expect(texts.map(({ tokens }) => tokens)).toEqual([tokensOf(one), tokensOf(other)]);
    }),
  );
});

test("the separator is one token at any place", () => {
  expect(tokensOf("<|endoftext|>")).toEqual([END_OF_TEXT]);
  expect(tokensOf("a<|endoftext|>b<|endoftext|>")).toEqual([64, END_OF_TEXT, 65, END_OF_TEXT]);
});

test.each(["ab", "12", "!?", "\n\n"])("a word of a megabyte of %j is tokenized in parts", (unit) => {
  const word = unit.repeat(500_000);
  const [first = []] = tokenizer.tokenize(word);
  expect(decode(first).join("")).toBe(word.slice(0, 256));
});

test("keeps no memory of a text", () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  function heapAfter(texts: number): number {
    for (let count = 0; count < texts; count += 1) {
      // A unique word; if it were cached, the text after it would be kept alive with it.
      tokenizer.tokenize(`unheardof${"abcdefghij"[count]}qwertzuiop ${" ".repeat(1_000_000)}`).next();
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  }
  const before = heapAfter(1);
  expect(heapAfter(10) - before).toBeLessThan(2_000_000);
});

test("decodes tokens to their text, in whole characters", () => {
  fc.assert(
    fc.property(text, (text) => {
      const parts = decode(tokensOf(text));
      expect(parts.join("")).toBe(text);
      expect(parts.join("|")).not.toMatch(/\p{Surrogate}/u);
      expect(parts.join("").includes("\ufffd")).toBe(text.includes("\ufffd"));
    }),
  );
});

test("keeps a byte order mark as text", () => {
  expect(decode(tokensOf("\ufeffa\ufeff")).join("")).toBe("\ufeffa\ufeff");
});

test("decodes any tokens to the text of their bytes, with U+FFFD for invalid UTF-8", () => {
  const bytes = ranks.map((text) => (typeof text === "string" ? [...Buffer.from(text)] : text));
  const partial = ranks.flatMap((text, token) => (typeof text === "string" ? [] : [token]));
  expect(partial.length).toBeGreaterThan(128);
  const token = fc.oneof(fc.constantFrom(...partial), fc.nat({ max: END_OF_TEXT - 1 }));
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
      const all = Uint8Array.from(tokens.flatMap((token) => bytes[token] ?? []));
      expect(decode(tokens).join("")).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(all));
    }),
    { numRuns: 1000 },
  );
});

test("decodes the separator to its spelling", () => {
  expect(decode([64, END_OF_TEXT, 65])).toEqual(["a", "<|endoftext|>", "b", ""]);
  expect(() => decode([VOCABULARY_SIZE])).toThrow("Token 50257 has no text");
});

test("spells every token in its own way, parts of characters as their bytes", () => {
  expect(tokensOf(" whale😀<|endoftext|>").map((token) => tokenizer.spell(token))).toEqual([
    " whale",
    String.raw`bytes:\xf0\x9f\x98`,
    String.raw`bytes:\x80`,
    "<|endoftext|>",
  ]);
  expect(new Set(Array.from({ length: VOCABULARY_SIZE }, (_, token) => tokenizer.spell(token))).size).toBe(
    VOCABULARY_SIZE,
  );
});
