import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mobyDickChapters } from "../scripts/moby-dick.ts";
import { buildModel } from "../src/build-model.ts";
import { LanguageModel } from "../src/language-model.ts";
import { END_OF_TEXT, tokenize } from "../src/tokenizer.ts";

function tokensOf(text: string): number[] {
  return [...tokenize(text)].flat();
}

/** Returns the scores of the tokens that the model predicts after `text`. */
function predict(model: LanguageModel, text: string): Map<number, number> {
  const { tokens, logits, size } = model.predict([END_OF_TEXT, ...tokensOf(text)].reverse());
  return new Map(
    Array.from({ length: size }, (_, index) => [tokens[index] ?? -1, Math.exp(logits[index] ?? 0)]),
  );
}

/** Returns the same scores by the definition of Brants et al., which counts in the whole book. */
function stupidBackOff(documents: readonly string[], text: string): Map<number, number> {
  const book = [END_OF_TEXT, ...documents.flatMap((document) => [...tokensOf(document), END_OF_TEXT])];
  const history = [END_OF_TEXT, ...tokensOf(text)];
  const scores = new Map<number, number>();
  let backOff = 1;
  for (let length = Math.min(4, history.length); length >= 0; length -= 1) {
    const context = history.slice(history.length - length);
    const followers = book.flatMap((token, place) => {
      const before = book.slice(Math.max(place - length, 0), place);
      return place > 0 && before.join() === context.join() ? [token] : [];
    });
    for (const token of new Set(followers)) {
      const frequency = followers.filter((follower) => follower === token).length / followers.length;
      scores.set(token, scores.get(token) ?? backOff * frequency);
    }
    backOff *= followers.length > 0 ? 0.4 : 1;
  }
  return scores;
}

function sorted(scores: ReadonlyMap<number, number>): [number, string][] {
  return [...scores].sort(([a], [b]) => a - b).map(([token, score]) => [token, score.toPrecision(10)]);
}

describe("predictions", () => {
  // Few words, so contexts of every length occur, rare and frequent.
  const words = fc.array(fc.constantFrom(" sea", " whale", " ship"), { maxLength: 60 });
  const document = words.map((words) => words.join(""));

  test("follow stupid back-off", () => {
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 3 }), document, (documents, text) => {
        const model = new LanguageModel(buildModel(documents));
        expect(sorted(predict(model, text))).toEqual(sorted(stupidBackOff(documents, text)));
      }),
    );
  });

  test("after tokens that are not in the book use the shorter context", () => {
    const model = new LanguageModel(buildModel([" the sea the whale"]));
    expect(sorted(predict(model, " quick zebra"))).toEqual(
      sorted(predict(model, " quick zebra quick zebra")),
    );
    expect(predict(model, " zebra").get(tokensOf(" the")[0] ?? -1)).toBeCloseTo(2 / 5);
  });

  test("ignore text before the start of a document", () => {
    const model = new LanguageModel(buildModel(["a b", "a c", "d c"]));
    expect(sorted(predict(model, "x y<|endoftext|>a"))).toEqual(sorted(predict(model, "a")));
  });
});

describe("the model of Moby-Dick", () => {
  const file = readFileSync(new URL("../dist/model.bin", import.meta.url));

  test("is the build's output for the book, byte for byte", () => {
    expect(Buffer.from(buildModel(mobyDickChapters())).equals(file)).toBe(true);
  });

  test("takes at most 4 MB", () => {
    expect(file.length).toBeLessThanOrEqual(4_000_000);
  });

  test("has at least 40 candidates after any context", () => {
    const model = new LanguageModel(file);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: END_OF_TEXT }), { maxLength: 5 }), (context) => {
        const { size } = model.predict(context);
        expect(size).toBeGreaterThanOrEqual(40);
        expect(size).toBeLessThan(80);
      }),
    );
  });

  test("has a fingerprint that depends only on its bytes", () => {
    const { fingerprint } = new LanguageModel(file);
    expect(fingerprint).toMatch(/^fp_[0-9a-f]{12}$/);
    expect(new LanguageModel(file).fingerprint).toBe(fingerprint);
    expect(new LanguageModel(buildModel(["the sea"])).fingerprint).not.toBe(fingerprint);
  });

  test.each([0, 3, 11, 100, file.length - 1])("its first %d bytes alone are refused", (length) => {
    expect(() => new LanguageModel(file.subarray(0, length))).toThrow(
      `These ${length} bytes are not a complete model file`,
    );
  });

  test("other bytes are refused", () => {
    const other = Uint8Array.from(file);
    other[0] = 0;
    expect(() => new LanguageModel(other)).toThrow("are not a complete model file");
    expect(() => new LanguageModel(new Uint8Array(12))).toThrow("are not a complete model file");
  });
});
