import { describe, expect, test } from "vitest";
import { Prediction } from "../src/prediction.ts";
import { createRandom } from "../src/random.ts";
import { Sampler, type SamplingParameters } from "../src/sampler.ts";

const DRAWS = 10_000;
// The value that a chi-square of 3 degrees of freedom exceeds once in a thousand times, and of fewer more rarely.
const CRITICAL = 16.27;

const neutral: SamplingParameters = { temperature: 1, topP: 1, frequencyPenalty: 0, presencePenalty: 0 };

const prediction = new Prediction(8);

/** Predicts candidates with these probabilities, in no particular order and times a constant that must not matter. */
function predict(probabilities: Readonly<Record<number, number>>): Prediction {
  prediction.clear();
  for (const [token, probability] of Object.entries(probabilities).reverse()) {
    prediction.add(Number(token), Math.log(3 * probability));
  }
  return prediction;
}

function never(): number {
  throw new Error("Greedy sampling needs no random numbers.");
}

describe("draws follow the distribution", () => {
  const tokens = { 7: 0.5, 300: 0.25, 20: 0.15, 50256: 0.1 };
  const squares = 0.25 + 0.0625 + 0.0225 + 0.01;
  const roots = Math.sqrt(0.5) + Math.sqrt(0.25) + Math.sqrt(0.15) + Math.sqrt(0.1);
  test.each<[string, Partial<SamplingParameters>, Record<number, number>]>([
    ["unchanged", {}, tokens],
    [
      "squared at temperature 0.5",
      { temperature: 0.5 },
      { 7: 0.25 / squares, 300: 0.0625 / squares, 20: 0.0225 / squares, 50256: 0.01 / squares },
    ],
    [
      "square-rooted at temperature 2",
      { temperature: 2 },
      {
        7: Math.sqrt(0.5) / roots,
        300: Math.sqrt(0.25) / roots,
        20: Math.sqrt(0.15) / roots,
        50256: Math.sqrt(0.1) / roots,
      },
    ],
    ["cut at top_p", { topP: 0.74 }, { 7: 2 / 3, 300: 1 / 3 }],
    ["cut exactly after a token", { topP: 0.5 }, { 7: 1 }],
    ["cut after the temperature is applied", { temperature: 0.5, topP: 0.75 }, { 7: 0.8, 300: 0.2 }],
  ])("%s", (_, parameters, expected) => {
    const random = createRandom(-1);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const token = new Sampler({ ...neutral, ...parameters }, random).sample(predict(tokens));
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(Object.keys(expected).map(Number).sort());
    let chiSquare = 0;
    for (const [token, probability] of Object.entries(expected)) {
      chiSquare += ((counts.get(Number(token)) ?? 0) - probability * DRAWS) ** 2 / (probability * DRAWS);
    }
    expect(chiSquare).toBeLessThan(CRITICAL);
  });
});

test("a draw that rounding pushes past the end stays in the nucleus", () => {
  const sampler = new Sampler({ ...neutral, topP: 0.7 }, () => 1);
  expect(sampler.sample(predict({ 1: 0.5, 2: 0.3, 3: 0.2 }))).toBe(2);
});

describe("greedy sampling", () => {
  test.each([{ temperature: 0 }, { topP: 0 }])("%o takes the likeliest token", (parameters) => {
    const sampler = new Sampler({ ...neutral, ...parameters }, never);
    expect(sampler.sample(predict({ 5: 0.2, 6: 0.5, 7: 0.3 }))).toBe(6);
  });

  test("takes the lowest of equally likely tokens", () => {
    const sampler = new Sampler({ ...neutral, temperature: 0 }, never);
    expect(sampler.sample(predict({ 9: 0.4, 5: 0.4, 3: 0.2 }))).toBe(5);
  });

  test("takes the lowest of equally likely tokens in a nucleus of one", () => {
    const sampler = new Sampler({ ...neutral, topP: 0.01 }, () => 0.999);
    expect(sampler.sample(predict({ 9: 0.4, 5: 0.4, 3: 0.2 }))).toBe(5);
  });
});

describe("penalties", () => {
  /** Returns the tokens that a greedy sampler picks one after the other from the same candidates. */
  function picks(parameters: Partial<SamplingParameters>, count: number): number[] {
    const sampler = new Sampler({ ...neutral, temperature: 0, ...parameters }, never);
    // Logits 0, -1 and -2.5, plus a common constant.
    const probabilities = { 1: 1, 2: Math.exp(-1), 3: Math.exp(-2.5) };
    return Array.from({ length: count }, () => sampler.sample(predict(probabilities)));
  }

  test("for frequency apply once per pick of the token", () => {
    // Token 1 drops to -0.7, then to -1.4, 2 to -1.7, 1 to -2.1, 2 to -2.4, 1 to -2.8.
    expect(picks({ frequencyPenalty: 0.7 }, 7)).toEqual([1, 1, 2, 1, 2, 1, 2]);
  });

  test("for presence apply once", () => {
    // Token 1 drops to -1.2 and 2 to -2.2, where they stay.
    expect(picks({ presencePenalty: 1.2 }, 5)).toEqual([1, 2, 1, 1, 1]);
  });

  test("add up", () => {
    // Token 1 drops to -2.2, 2 to -3.2, 1 to -3.4, 3 to -4.7, 2 to -4.4.
    expect(picks({ presencePenalty: 1, frequencyPenalty: 1.2 }, 6)).toEqual([1, 2, 1, 3, 2, 1]);
  });

  test("below zero favour tokens that were picked", () => {
    const sampler = new Sampler({ ...neutral, presencePenalty: -2, temperature: 0 }, never);
    expect(sampler.sample(predict({ 1: 0.5 }))).toBe(1);
    expect(sampler.sample(predict({ 1: 0.2, 2: 0.8 }))).toBe(1);
  });

  test.each([2, -2])("of %d keep the scores finite after thousands of tokens", (frequencyPenalty) => {
    const sampler = new Sampler({ ...neutral, frequencyPenalty }, createRandom(1));
    const picked = new Map<number, number>();
    for (let step = 0; step < 4000; step += 1) {
      const token = sampler.sample(predict({ 1: 0.5, 2: 0.5 }));
      picked.set(token, (picked.get(token) ?? 0) + 1);
    }
    const [most = 0, least = 0] = [picked.get(1) ?? 0, picked.get(2) ?? 0].sort((a, b) => b - a);
    expect(most + least).toBe(4000);
    expect(most - least > 3900).toBe(frequencyPenalty < 0);
    expect(most - least < 10).toBe(frequencyPenalty > 0);
  });
});
