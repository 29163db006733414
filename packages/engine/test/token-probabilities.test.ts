import fc from "fast-check";
import { expect, test } from "vitest";
import type { LanguageModel } from "../src/language-model.ts";
import { Sampler } from "../src/sampler.ts";
import { createContext } from "../src/token-context.ts";
import { TokenProbabilities } from "../src/token-probabilities.ts";
import { VOCABULARY_SIZE } from "../src/vocabulary.ts";
import { mobyDick, modelOf, tokensOf } from "./support/models.ts";

const { languageModel: whales } = mobyDick;
const greedy = { temperature: 0, topP: 1, frequencyPenalty: 0, presencePenalty: 0 };

const words = [" the", " whale", " sea", ",", " zebra", "<|endoftext|>", " of", " Ahab"];
const context = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 6 })
  .map((words) => createContext(tokensOf(words.join(""))));

function probabilitiesOf(model: LanguageModel, context: readonly number[]): TokenProbabilities {
  const probabilities = new TokenProbabilities(model);
  probabilities.read(model.predict(context));
  return probabilities;
}

function listAll(probabilities: TokenProbabilities): Float64Array {
  return Float64Array.from({ length: VOCABULARY_SIZE }, (_, token) => probabilities.logProbability(token));
}

test.each([
  ["Moby-Dick", whales],
  ["a single word", modelOf([" whale"]).languageModel],
])("the probabilities of the whole vocabulary add up to 1, with the model of %s", (_, model) => {
  fc.assert(
    fc.property(context, (context) => {
      const all = listAll(probabilitiesOf(model, context));
      expect(all.every((logProbability) => logProbability <= 0)).toBe(true);
      expect(Math.abs(all.reduce((sum, value) => sum + Math.exp(value), 0) - 1)).toBeLessThan(1e-6);
    }),
    { numRuns: 25 },
  );
});

test("the likeliest tokens are those of the whole vocabulary, and greedy sampling takes the first", () => {
  fc.assert(
    fc.property(context, (context) => {
      const probabilities = probabilitiesOf(whales, context);
      const all = listAll(probabilities);
      const likeliest = probabilities.likeliest(5);
      const bound = all[likeliest[4] ?? -1] ?? 0;
      const expected = [...all.keys()]
        .filter((token) => (all[token] ?? 0) >= bound)
        .sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0) || a - b);
      expect(likeliest).toEqual(expected.slice(0, 5));
      expect(new Sampler(greedy, Math.random).sample(whales.predict(context))).toBe(likeliest[0]);
    }),
    { numRuns: 25 },
  );
});

test("the candidates keep the proportions that they are sampled in", () => {
  const context = createContext(tokensOf("It was the"));
  const probabilities = probabilitiesOf(whales, context);
  const { tokens, logits, size } = whales.predict(context);
  const differences = Array.from(
    { length: size },
    (_, index) => (logits[index] ?? 0) - probabilities.logProbability(tokens[index] ?? -1),
  );
  for (const difference of differences) expect(difference).toBeCloseTo(differences[0] ?? Number.NaN, 10);
});
