import type { CompletionLogprobs } from "@completions-api/types/openai";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../src/create-embedded-engine.ts";
import type { Delta } from "../src/engine.ts";
import { END_OF_TEXT } from "../src/vocabulary.ts";
import { complete, engineRequest, generateAll } from "./support/complete.ts";
import { tokenizer, tokensOf } from "./support/models.ts";

const engine = await createEmbeddedEngine();

/** Decodes the tokens of `logprobs` to text. */
function join({ tokens }: CompletionLogprobs): string {
  const bytes = tokens.map((token) => {
    const hex = token.startsWith("bytes:")
      ? token.slice("bytes:".length).replaceAll(String.raw`\x`, "")
      : undefined;
    return hex === undefined ? Buffer.from(token) : Buffer.from(hex, "hex");
  });
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(bytes));
}

function merge(deltas: readonly Delta[]): CompletionLogprobs {
  const lists = deltas.flatMap(({ logprobs }) => logprobs ?? []);
  return {
    tokens: lists.flatMap(({ tokens }) => tokens),
    token_logprobs: lists.flatMap(({ token_logprobs }) => token_logprobs),
    top_logprobs: lists.flatMap(({ top_logprobs }) => top_logprobs),
    text_offset: lists.flatMap(({ text_offset }) => text_offset),
  };
}

function textOf(deltas: readonly Delta[]): string {
  return deltas.map(({ text }) => text).join("");
}

/** Replaces lone surrogates by U+FFFD, as the tokenizer does. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function length(text: string): number {
  return [...text].length;
}

const tokenPrompt = fc.array(
  fc.oneof(fc.nat({ max: END_OF_TEXT }), fc.constantFrom(END_OF_TEXT, 220, 447, 232)),
  { maxLength: 8 },
);
const textPrompt = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("Call me", "", "It was the whale, and", "“Whale!” — he cried: “", "a<|endoftext|>🐳\ud83d"),
);
const options = fc.record({
  seed: fc.integer({ min: 0, max: 50 }),
  n: fc.integer({ min: 1, max: 3 }),
  maxTokens: fc.integer({ min: 1, max: 24 }),
  logprobs: fc.integer({ min: 0, max: 5 }),
  stop: fc.subarray([" the", "e", ", and", "\n\n", "n o"], { maxLength: 2 }),
  temperature: fc.constantFrom(0, 1, 2),
});

describe("logprobs", () => {
  test("are those of the text, in every delta and as a whole", async () => {
    const prompts = fc.array(fc.oneof(tokenPrompt, textPrompt), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(prompts, options, fc.boolean(), async (prompts, options, echo) => {
        for (const deltas of await generateAll(engine, prompts, { ...options, echo })) {
          const text = textOf(deltas);
          const all = merge(deltas);
          const { tokens, token_logprobs, top_logprobs, text_offset } = all;
          const end = deltas.at(-1)?.finishReason;
          const hasEnd = text_offset.at(-1) === length(text);
          // The text, and the end of it that the model generated.
          const bound = length(text) + (hasEnd ? 1 : 0);

          expect(join(all).startsWith(wellFormed(text))).toBe(true);
          if (end === "length") expect(join(all)).toBe(wellFormed(text));
          if (hasEnd) expect([join(all), end]).toEqual([`${wellFormed(text)}<|endoftext|>`, "stop"]);
          for (const offset of text_offset) expect(offset).toBeLessThan(bound);
          expect([token_logprobs, top_logprobs, text_offset].map(({ length }) => length)).toEqual(
            new Array(3).fill(tokens.length),
          );

          // Each delta has the tokens that begin in its text.
          let before = 0;
          for (const { text, logprobs, finishReason } of deltas) {
            const after = finishReason === null ? before + length(text) : bound;
            const own = text_offset.filter((offset) => before <= offset && offset < after);
            expect(logprobs?.text_offset ?? []).toEqual(own);
            before = after;
          }

          // Only the first token of an echoed prompt has no log probability.
          const nulls = token_logprobs.flatMap((value, index) => (value === null ? [index] : []));
          expect(top_logprobs.flatMap((top, index) => (top === null ? [index] : []))).toEqual(nulls);
          expect(nulls).toEqual(echo && (deltas.at(0)?.echoed ?? 0) > 0 ? [0] : []);
          for (const [index, token] of tokens.entries()) {
            const top = top_logprobs[index] ?? {};
            expect(top[token] ?? null).toBe(token_logprobs[index]);
            const listed = Object.values(top);
            expect(nulls.includes(index) ? [0] : [options.logprobs, options.logprobs + 1]).toContain(
              listed.length,
            );
            expect(Math.max(...listed)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("do not change the text, whatever their number", async () => {
    const prompts = ["Call me", "It was the whale", [447, 232]];
    const options = { seed: 7, n: 2, maxTokens: 40, stop: [" the"] };
    const plain = await generateAll(engine, prompts, options);
    const scored = await generateAll(engine, prompts, { ...options, logprobs: 2 });
    expect(scored.map((deltas) => deltas.map(({ logprobs: _, ...delta }) => delta))).toEqual(plain);
  });

  test("of greedy text are those of the likeliest tokens", async () => {
    await fc.assert(
      fc.asyncProperty(
        textPrompt,
        fc.constantFrom({ temperature: 0 }, { topP: 0 }),
        async (prompt, greedy) => {
          const [deltas = []] = await generateAll(engine, [prompt], {
            ...greedy,
            logprobs: 1,
            maxTokens: 24,
          });
          const { tokens, top_logprobs } = merge(deltas);
          expect(top_logprobs.map((top) => Object.keys(top ?? {}))).toEqual(tokens.map((token) => [token]));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("are those before penalties, bias and temperature", async () => {
    const changed = { presencePenalty: 2, temperature: 2, logitBias: { "502": 5 } };
    const options = { logprobs: 1, maxTokens: 1 };
    const [plain = []] = await generateAll(engine, ["Call"], { ...options, temperature: 0 });
    const [other = []] = await generateAll(engine, ["Call"], { ...options, ...changed });
    expect(merge(plain).tokens).toEqual([" me"]);
    expect(merge(other).top_logprobs).toEqual([expect.objectContaining(merge(plain).top_logprobs[0])]);
  });
});

test("the end that the model generates has its log probability, too", async () => {
  const prompt = "only found another orphan.";
  const options = { echo: true, logprobs: 0, maxTokens: 1, temperature: 0 };
  const [deltas = []] = await generateAll(engine, [prompt], options);
  expect(deltas.at(-1)).toMatchObject({ text: "", tokens: 0, finishReason: "stop" });
  expect(merge(deltas)).toMatchObject({
    tokens: [...tokensOf(prompt).map((token) => tokenizer.spell(token)), "<|endoftext|>"],
    text_offset: expect.arrayContaining([prompt.length]),
  });
});

test("too many tokens to keep in memory are refused", async () => {
  const prompts = new Array<number[]>(8).fill(new Array<number>(4096).fill(13));
  const options = { logprobs: 1, maxTokens: 4096, n: 4, echo: true };
  await expect(generateAll(engine, prompts, { ...options, n: 5 })).rejects.toMatchObject({
    status: 422,
    param: "logprobs",
    message: expect.stringContaining("limited to 262144 tokens in a response, but this one may have 327680"),
  });
  const request = engineRequest(prompts, options);
  const deltas = engine.generate(request, new AbortController().signal)[Symbol.asyncIterator]();
  expect(await deltas.next()).toMatchObject({ done: false });
  await deltas.return?.();
});

describe("echo", () => {
  test("begins each text with its prompt, and changes nothing after it", async () => {
    const prompts = fc.array(fc.oneof(tokenPrompt, textPrompt), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(prompts, options, async (prompts, { logprobs, ...options }) => {
        const plain = await generateAll(engine, prompts, options);
        for (const [index, deltas] of (
          await generateAll(engine, prompts, { ...options, echo: true })
        ).entries()) {
          const prompt = prompts[Math.floor(index / options.n)] ?? "";
          const echoed = deltas.filter(({ echoed = 0 }) => echoed > 0);
          expect(echoed.every(({ text, echoed, tokens }) => text.length === echoed && tokens === 0)).toBe(
            true,
          );
          if (typeof prompt === "string") expect(textOf(echoed)).toBe(prompt);
          expect(deltas.slice(echoed.length)).toEqual(plain[index]);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("of tokens is their text", async () => {
    const prompt = [14_134, 502, 447, END_OF_TEXT, 447, 251];
    expect(
      await complete(engine, prompt, { echo: true, maxTokens: 1, temperature: 0, stop: ["me"] }),
    ).toMatchObject({
      text: expect.stringMatching(/^Call me\ufffd<\|endoftext\|>”/),
      promptTokens: 6,
      tokens: 1,
    });
  });

  test("of half a character keeps the other half apart, in the text and in its offsets", async () => {
    const options = { echo: true, logprobs: 0, maxTokens: 1, temperature: 0, logitBias: { 251: 100 } };
    const [deltas = []] = await generateAll(engine, [[447]], options);
    expect(textOf(deltas)).toBe("\ufffd\ufffd");
    expect(merge(deltas)).toMatchObject({
      tokens: [447, 251].map((token) => tokenizer.spell(token)),
      text_offset: [0, 1],
    });
  });

  test("scores the prompt as a completion of its beginning would be", async () => {
    const tokens = tokensOf("Call me Ishmael. It was the whale —");
    const [deltas = []] = await generateAll(engine, [tokens], { echo: true, logprobs: 3, maxTokens: 1 });
    const { token_logprobs, top_logprobs } = merge(deltas);
    for (let position = 1; position < tokens.length; position += 1) {
      const token = tokens[position] ?? -1;
      const options = { logprobs: 3, maxTokens: 1, logitBias: { [token]: 100 } };
      const [generated = []] = await generateAll(engine, [tokens.slice(0, position)], options);
      const logprobs = merge(generated);
      expect(logprobs.token_logprobs).toEqual([token_logprobs[position]]);
      expect(logprobs.top_logprobs).toEqual([top_logprobs[position]]);
    }
  });

  test("with a max_tokens of 0 generates nothing", async () => {
    for (const prompt of ["Call me", "", [447, 251]]) {
      const options = { echo: true, logprobs: 0, maxTokens: 0, n: 2, stop: ["me"] };
      for (const deltas of await generateAll(engine, [prompt], options)) {
        expect(deltas.at(-1)).toMatchObject({ text: "", tokens: 0, finishReason: "length" });
        expect(textOf(deltas)).toBe(typeof prompt === "string" ? prompt : "”");
      }
    }
  });

  test("of a long prompt comes in parts, and lets other work run", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    });
    const prompt = "Call me Ishmael. ".repeat(1300);
    const [deltas = []] = await generateAll(engine, [prompt], { echo: true, logprobs: 5, maxTokens: 0 });
    clearInterval(timer);
    expect(deltas.length).toBeGreaterThan(10);
    expect(textOf(deltas)).toBe(prompt);
    expect(turns).toBeGreaterThan(3);
  });
});
