import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LanguageModel } from "../src/language-model.ts";
import type { Prediction } from "../src/prediction.ts";
import { createRandom } from "../src/random.ts";
import { END_OF_TEXT } from "../src/vocabulary.ts";
import { mobyDick, modelOf, tokensOf } from "./support/models.ts";

/** Returns the scores of the tokens that the model predicts after `text`. */
function predict(model: LanguageModel, text: string): Map<number, number> {
  return new Map(listCandidates(model.predict([END_OF_TEXT, ...tokensOf(text)].reverse())));
}

/** Lists the tokens of a prediction and their scores. */
function listCandidates({ tokens, logits, size }: Readonly<Prediction>): [number, number][] {
  return Array.from({ length: size }, (_, index) => [tokens[index] ?? -1, Math.exp(logits[index] ?? 0)]);
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
        const { languageModel } = modelOf(documents);
        expect(sorted(predict(languageModel, text))).toEqual(sorted(stupidBackOff(documents, text)));
      }),
    );
  });

  test("after contexts that are counted in advance follow it, too", () => {
    const random = createRandom(3);
    const words = Array.from({ length: 900 }, () => [" sea", " whale", " ship"][Math.floor(3 * random())]);
    const documents = [words.join("")];
    const { languageModel } = modelOf(documents);
    for (const text of ["", " sea", " whale ship", " ship ship ship sea", " zebra sea"]) {
      expect(sorted(predict(languageModel, text))).toEqual(sorted(stupidBackOff(documents, text)));
    }
  });

  test("after tokens that are not in the book use the shorter context", () => {
    const { languageModel: model } = modelOf([" the sea the whale"]);
    expect(sorted(predict(model, " quick zebra"))).toEqual(
      sorted(predict(model, " quick zebra quick zebra")),
    );
    expect(predict(model, " zebra").get(tokensOf(" the")[0] ?? -1)).toBeCloseTo(2 / 5);
  });

  test("ignore text before the start of a document", () => {
    const { languageModel: model } = modelOf(["a b", "a c", "d c"]);
    expect(sorted(predict(model, "x y<|endoftext|>a"))).toEqual(sorted(predict(model, "a")));
  });
});

describe("the model of Moby-Dick", () => {
  test("has at least 40 candidates after any context", () => {
    const { languageModel: model } = mobyDick;
    fc.assert(
      fc.property(fc.array(fc.nat({ max: END_OF_TEXT }), { maxLength: 5 }), (context) => {
        const { size } = model.predict(context);
        expect(size).toBeGreaterThanOrEqual(40);
        expect(size).toBeLessThan(80);
      }),
    );
  });
});
