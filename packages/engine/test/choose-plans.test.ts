import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../src/create-embedded-engine.ts";
import type { Delta } from "../src/engine.ts";
import { complete, completeAll, generateAll, type Options } from "./support/complete.ts";
import { engineOf } from "./support/models.ts";

const engine = await createEmbeddedEngine();

function textOf(deltas: readonly Delta[]): string {
  return deltas.map(({ text }) => text).join("");
}

function tokensOf(deltas: readonly Delta[]): number {
  return deltas.reduce((sum, { tokens }) => sum + tokens, 0);
}

/** Returns the mean log probability of a choice's tokens. */
function mean(deltas: readonly Delta[]): number {
  const values = deltas.flatMap(({ logprobs }) => logprobs?.token_logprobs ?? []);
  return values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / values.length;
}

function discarded(deltas: readonly Delta[]): number {
  const last = deltas.at(-1);
  return last === undefined || last.finishReason === null ? Number.NaN : (last.discardedTokens ?? 0);
}

describe("best_of", () => {
  test("returns the n likeliest choices in order, and counts the others' tokens", async () => {
    // After the second prompt, choices often end early.
    const prompts = ["Call me", "only found another orphan"];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 100 }),
        async (n, more, seed) => {
          const bestOf = n + more;
          const options: Options = { seed, maxTokens: 12, logprobs: 0 };
          const all = await generateAll(engine, prompts, { ...options, n: bestOf });
          const best = await generateAll(engine, prompts, { ...options, n, bestOf });
          for (const place of prompts.keys()) {
            const sorted = all.slice(place * bestOf, (place + 1) * bestOf).sort((a, b) => mean(b) - mean(a));
            const chosen = best.slice(place * n, (place + 1) * n);
            expect(chosen.map(textOf)).toEqual(sorted.slice(0, n).map(textOf));
            expect(chosen.map(tokensOf)).toEqual(sorted.slice(0, n).map(tokensOf));
            const lost = sorted.slice(n).reduce((sum, deltas) => sum + tokensOf(deltas), 0);
            expect(chosen.map(discarded)).toEqual([lost, ...new Array(n - 1).fill(0)]);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test("works with echo, and without logprobs, alike", async () => {
    const options = { seed: 3, n: 2, bestOf: 5, maxTokens: 12 };
    const plain = await completeAll(engine, ["Call me"], options);
    const echoed = await completeAll(engine, ["Call me"], { ...options, echo: true, logprobs: 1 });
    expect(echoed.map(({ text }) => text)).toEqual(plain.map(({ text }) => `Call me${text}`));
    const none = await completeAll(engine, ["Call me"], { ...options, echo: true, maxTokens: 0 });
    expect(none.map(({ text }) => text)).toEqual(["Call me", "Call me"]);
  });
});

describe("suffix", () => {
  const small = engineOf("one two three four five six", "two three nine nine nine nine");

  test("ends the completion before the text that follows it", async () => {
    const options = { temperature: 0, maxTokens: 20 };
    expect(await complete(small, "one", { ...options, suffix: " four five" })).toMatchObject({
      text: " two three",
      finishReason: "stop",
    });
    expect(await complete(engine, "Call", { ...options, suffix: " Ishmael." })).toMatchObject({
      text: " me",
      finishReason: "stop",
    });
    expect(await complete(engine, "Call me", { ...options, suffix: " Ishmael." })).toMatchObject({
      text: "",
    });
  });

  test("chooses among several drafts one that leads to it", async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const options = { seed, maxTokens: 4, suffix: " five" };
      expect((await complete(small, " two three", options)).text).toMatch(/ four$/);
    }
  });

  test("ends a completion that does not reach it where it fits best", async () => {
    const options = { temperature: 0, maxTokens: 4 };
    // "six" follows "five", which the first two tokens do not reach.
    expect(await complete(small, "one", { ...options, suffix: " six six" })).toMatchObject({
      text: " two three four five",
      finishReason: "length",
    });
    expect(await complete(small, "one", { ...options, suffix: " nine one" })).toMatchObject({
      text: " two three",
      finishReason: "stop",
      tokens: 2,
    });
  });

  test("fits with more than its first token", async () => {
    const often = new Array<string>(9).fill("one two three four");
    const sometimes = new Array<string>(5).fill("one two five six");
    const engine = engineOf(...often, ...sometimes, "one two three five nine");
    const options = { temperature: 0, maxTokens: 9 };
    expect(await complete(engine, "one", { ...options, suffix: " five nine" })).toMatchObject({
      text: " two three",
    });
    expect(await complete(engine, "one", { ...options, suffix: " five six" })).toMatchObject({
      text: " two",
    });
  });

  test("does not follow the end of a document, although it fits at the start of one", async () => {
    const ends = new Array<string>(9).fill("one two three four");
    const starts = new Array<string>(20).fill(" nine six");
    const options = { temperature: 0, maxTokens: 9, suffix: " nine six" };
    expect(await complete(engineOf(...ends, "one two nine", ...starts), "one", options)).toMatchObject({
      text: " two",
    });
  });

  test("does not follow a part of a character", async () => {
    const options = { temperature: 0, maxTokens: 4, suffix: " whale" };
    expect((await complete(engineOf("a😀😀😀😀"), "a", options)).text).toMatch(/^(😀)+$/u);
  });

  test("keeps to n, max_tokens, stop, seed and logprobs", async () => {
    const whale = fc.record({
      seed: fc.integer(),
      n: fc.integer({ min: 1, max: 2 }),
      maxTokens: fc.integer({ min: 1, max: 12 }),
      suffix: fc.constantFrom(" the sea.", "—", "”", ".", " whale", "🐳", "\n", "e"),
      stop: fc.constantFrom([], ["th"], [",", "."]),
      temperature: fc.constantFrom(0, 1),
    });
    await fc.assert(
      fc.asyncProperty(whale, fc.integer({ min: 0, max: 2 }), async (options, more) => {
        const request = { ...options, bestOf: options.n + more, logprobs: 0 };
        const choices = await generateAll(engine, ["“It was the"], request);
        expect(await generateAll(engine, ["“It was the"], request)).toEqual(choices);
        for (const deltas of choices) {
          const text = textOf(deltas);
          expect(tokensOf(deltas)).toBeLessThanOrEqual(options.maxTokens);
          expect(text).not.toContain("\ufffd");
          for (const stop of [options.suffix, ...options.stop]) expect(text).not.toContain(stop);
          const end = deltas.at(-1)?.finishReason;
          if (tokensOf(deltas) < options.maxTokens) expect(end).toBe("stop");
          const listed = deltas.flatMap(({ logprobs }) => logprobs?.tokens ?? []);
          const tokens = listed.filter((token) => token !== "<|endoftext|>");
          expect(tokens.length).toBeLessThanOrEqual(tokensOf(deltas));
        }
      }),
      { numRuns: 40 },
    );
  });
});
