import { getHeapStatistics } from "node:v8";
import type { Delta } from "@completions-api/engine";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collectUnlessStreamed } from "../../src/backends/collect-deltas.ts";
import { responseMemory } from "../../src/memory/response-memory.ts";
import { collectDeltas, requestFor } from "../support/test-engine.ts";

const unstreamed = requestFor("Say it", { stream: false });

async function collect(deltas: readonly Delta[], request = unstreamed): Promise<Delta[]> {
  async function* batches(): AsyncGenerator<readonly Delta[], void, void> {
    for (const delta of deltas) yield [delta];
  }
  return collectDeltas(async () => collectUnlessStreamed({ deltas: batches() }, request), request);
}

/** The tokens of a text, one for each UTF-16 code unit. */
function listed(text: string, from: number): CompletionLogprobs {
  const tokens = text.split("");
  return {
    tokens,
    token_logprobs: tokens.map(() => -1),
    top_logprobs: tokens.map((token) => ({ [token]: -1 })),
    text_offset: tokens.map((_, place) => from + place),
  };
}

/** A choice in one delta, and the places at which to cut it into several. */
const choice = fc
  .record({
    text: fc.string({ minLength: 1 }),
    echoed: fc.nat(5),
    isScored: fc.boolean(),
    cuts: fc.array(fc.nat(20)),
  })
  .map(({ text, echoed, isScored, cuts }) => ({
    text,
    echoed: Math.min(echoed, text.length),
    isScored,
    places: [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort((a, b) => a - b),
  }));

test("many deltas of a choice become the one that says the same", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(choice, { minLength: 1, maxLength: 3 }), async (choices) => {
      const split = choices.flatMap(({ text, echoed, isScored, places }, index) =>
        places.slice(1).map((end, place): Delta => {
          const start = places[place] ?? 0;
          const part = text.slice(start, end);
          const echoedPart = Math.max(0, Math.min(echoed, end) - start);
          return {
            index,
            text: part,
            tokens: 1,
            ...(isScored && { logprobs: listed(part, start) }),
            ...(echoedPart > 0 && { echoed: echoedPart }),
            ...(end === text.length ? { finishReason: "stop", promptTokens: 3 } : { finishReason: null }),
          };
        }),
      );
      const whole = choices.map(({ text, echoed, isScored, places }, index) => ({
        index,
        text,
        tokens: places.length - 1,
        ...(isScored && { logprobs: listed(text, 0) }),
        ...(echoed > 0 && { echoed }),
        finishReason: "stop",
        promptTokens: 3,
      }));
      // The deltas of several choices may interleave.
      const interleaved = split.toSorted(
        (a, b) => Number(a.finishReason !== null) - Number(b.finishReason !== null),
      );
      const collected = await collect(interleaved);
      expect(collected.toSorted((a, b) => a.index - b.index)).toEqual(whole);
    }),
  );
});

test("the last of several extra properties with the same name wins", async () => {
  const part = { index: 0, text: "a", tokens: 1 };
  const [delta] = await collect([
    { ...part, finishReason: null, extra: { stop_reason: null, first: 1 } },
    { ...part, finishReason: "stop", promptTokens: 3, extra: { stop_reason: "." } },
  ]);
  expect(delta?.extra).toEqual({ stop_reason: ".", first: 1 });
});

test("deltas of a stream stay as they are", async () => {
  const deltas: Delta[] = [
    { index: 0, text: "a", tokens: 1, finishReason: null },
    { index: 0, text: "b", tokens: 1, finishReason: "stop", promptTokens: 3 },
  ];
  expect(await collect(deltas, requestFor("Say it"))).toEqual(deltas);
});

test("more text than the process has memory for is a 503, and what it held is free again", async () => {
  const limit = Math.floor(getHeapStatistics().heap_size_limit / 16);
  const delta: Delta = { index: 0, text: "x".repeat(2 ** 24), tokens: 1, finishReason: null };
  const most = Math.floor((limit + 65_536) / delta.text.length);
  for (let times = 0; times < 2; times += 1) {
    await expect(collect(Array(most).fill(delta))).resolves.toHaveLength(1);
    await expect(collect(Array(most + 1).fill(delta))).rejects.toMatchObject({ status: 503 });
  }
  expect(responseMemory.held).toBe(0);
});

test("thousands of deltas become one", async () => {
  const deltas = Array.from({ length: 2_000 }, (_, place): Delta => {
    return { index: place % 2, text: `${place} `, tokens: 1, finishReason: null };
  });
  const texts = [0, 1].map((index) =>
    deltas.filter((delta) => delta.index === index).map(({ text }) => text),
  );
  const collected = await collect(deltas);
  expect(collected.map(({ text }) => text)).toEqual(texts.map((parts) => parts.join("")));
  expect(collected.map(({ tokens }) => tokens)).toEqual([1_000, 1_000]);
});

test("properties that have a name of their own in each delta are not copied for each", async () => {
  // In quadratic time, this would not end before the test does.
  const names = Array.from({ length: 60_000 }, (_, place) => `p${place}`);
  const deltas = names.map(
    (name): Delta => ({ index: 0, text: "", tokens: 1, finishReason: null, extra: { [name]: 1 } }),
  );
  const [delta] = await collect(deltas);
  expect(Object.keys(delta?.extra ?? {})).toStrictEqual(names);
});
