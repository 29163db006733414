import { getEventListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import type { Delta } from "@completions-api/engine";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Generate } from "../../src/backends/backend.ts";
import { splitPrompts } from "../../src/backends/split.ts";
import { ControlledEngine, delta, finalDelta } from "../support/controlled-engine.ts";
import { collectDeltas, requestFor } from "../support/test-engine.ts";

const signal = AbortSignal.timeout(30_000);

/** Completes each prompt with its own words, one per turn, and yields to other work as often as `pauses` say. */
function echo(pauses: readonly number[], groups: number[]): Generate {
  let turn = 0;
  return async ({ prompts }) => {
    groups.push(prompts.length);
    const queues = prompts.map(({ prompt }, index): Delta[] => [
      ...String(prompt)
        .split(" ")
        .map((text): Delta => ({ ...delta, index, text })),
      { ...finalDelta, index, tokens: 0, promptTokens: 2 },
    ]);
    return {
      deltas: (async function* () {
        while (queues.some(({ length }) => length > 0)) {
          turn += 1;
          const pause = pauses[turn % pauses.length] ?? 0;
          for (let waited = 0; waited < pause; waited += 1) await setImmediate();
          yield queues.flatMap((queue) => queue.shift() ?? []);
        }
      })(),
    };
  };
}

test("keeps the deltas of each choice and all token counts for every interleaving of the groups", async () => {
  const prompts = fc.array(fc.array(fc.stringMatching(/^\w{1,3}$/), { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 12,
  });
  const pauses = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(prompts, pauses, fc.integer({ min: 1, max: 5 }), async (wordLists, turns, size) => {
      const groups: number[] = [];
      const texts = wordLists.map((words) => words.join(" "));
      const deltas = await collectDeltas(splitPrompts(echo(turns, groups), size), requestFor(texts));
      expect(groups.toSorted((a, b) => b - a)).toEqual(
        Array.from({ length: Math.ceil(texts.length / size) }, (_, index) =>
          Math.min(size, texts.length - index * size),
        ),
      );
      for (const [index, words] of wordLists.entries()) {
        const own = deltas.filter((one) => one.index === index);
        expect(own.map(({ text }) => text)).toEqual([...words, ""]);
        expect(own.map(({ finishReason }) => finishReason)).toEqual([...words.map(() => null), "stop"]);
      }
      const tokens = deltas.reduce((sum, one) => sum + one.tokens, 0);
      expect(tokens).toBe(wordLists.flat().length);
    }),
    { numRuns: 50 },
  );
});

test("passes a request that fits on unchanged", () => {
  const engine = new ControlledEngine();
  const request = requestFor(["a", "b"]);
  let got: unknown;
  splitPrompts((asked, cause) => {
    got = asked;
    return engine.generate(asked, cause);
  }, 2)(request, signal);
  expect(got).toBe(request);
});

test("runs at most four groups at once", async () => {
  const engine = new ControlledEngine();
  const generation = splitPrompts(engine.generate, 1)(requestFor([..."abcdefgh"]), signal);
  expect(engine.runs.length).toBe(4);
  for (let index = 0; index < 8; index += 1) {
    const run = engine.runs[index];
    run?.begin();
    run?.send({ ...finalDelta });
    run?.end();
    for (let turns = 0; turns < 5; turns += 1) await setImmediate();
    expect(engine.runs.length).toBe(Math.min(8, index + 5));
  }
  const batches: number[][] = [];
  for await (const batch of (await generation).deltas) batches.push(batch.map(({ index }) => index));
  expect(batches).toEqual([[0, 1, 2, 3, 4, 5, 6, 7]]);
});

describe("cancels all groups", () => {
  test("if one fails before the first delta", async () => {
    const engine = new ControlledEngine();
    const generation = splitPrompts(engine.generate, 1)(requestFor(["a", "b", "c"]), signal);
    engine.runs[1]?.fail(new Error("The second fails."));
    await expect(generation).rejects.toThrow("The second fails.");
    expect(engine.runs.map((run) => run.signal.aborted)).toEqual([true, true, true]);
  });

  test("if one fails later, after the deltas that it had are consumed", async () => {
    const engine = new ControlledEngine();
    const generation = splitPrompts(engine.generate, 1)(requestFor(["a", "b", "c"]), signal);
    for (const run of engine.runs) run.begin();
    engine.latest.send(delta);
    const { deltas } = await generation;
    engine.runs[0]?.fail(new Error("The first fails."));
    await setImmediate();
    const received: Delta[] = [];
    const reading = (async () => {
      for await (const batch of deltas) received.push(...batch);
    })();
    await expect(reading).rejects.toThrow("The first fails.");
    expect(received).toEqual([{ ...delta, index: 2 }]);
    expect(engine.runs.map((run) => run.signal.aborted)).toEqual([true, true, true]);
  });

  test("if the caller disconnects", async () => {
    const engine = new ControlledEngine();
    const clientGone = new AbortController();
    const generation = splitPrompts(engine.generate, 1)(requestFor(["a", "b"]), clientGone.signal);
    clientGone.abort(new Error("The caller is gone."));
    await expect(generation).rejects.toThrow("The caller is gone.");
    expect(engine.runs.map((run) => run.signal.aborted)).toEqual([true, true]);
  });

  test("without listeners that stay on the caller's signal", async () => {
    const engine = new ControlledEngine();
    const clientGone = new AbortController();
    const generation = splitPrompts(engine.generate, 1)(requestFor(["a", "b"]), clientGone.signal);
    expect(getEventListeners(clientGone.signal, "abort")).toHaveLength(1);
    engine.latest.fail(new Error("One fails."));
    await expect(generation).rejects.toThrow("One fails.");
    await setImmediate();
    expect(getEventListeners(clientGone.signal, "abort")).toHaveLength(0);
  });

  test("if the caller has disconnected before they begin", async () => {
    const clientGone = AbortSignal.abort(new Error("The caller is gone."));
    const generate: Generate = async (_, group) => {
      group.throwIfAborted();
      throw new Error("The group began.");
    };
    const generation = splitPrompts(generate, 1)(requestFor(["a", "b"]), clientGone);
    await expect(generation).rejects.toThrow("The caller is gone.");
  });
});

test("groups wait while their deltas are not consumed", async () => {
  let taken = 0;
  const endless: Generate = async () => ({
    deltas: (async function* () {
      for (; taken < 10_000; taken += 1) yield [delta];
    })(),
  });
  const { deltas } = await splitPrompts(endless, 1)(requestFor(["a", "b"]), signal);
  for (let turns = 0; turns < 20; turns += 1) await setImmediate();
  expect(taken).toBeLessThan(100);
  for await (const batch of deltas) {
    expect(batch.length).toBeLessThan(100);
    if (taken > 1_000) break;
  }
});

test.each(["disconnects", "gets a failure"])("groups that wait for a caller end once it %s", async (what) => {
  const engine = new ControlledEngine();
  let open = 0;
  const generate: Generate = async (request, cause) => {
    if (request.prompts[0]?.prompt === "fails") return engine.generate(request, cause);
    open += 1;
    return {
      deltas: (async function* () {
        try {
          for (;;) yield [delta];
        } finally {
          open -= 1;
        }
      })(),
    };
  };
  const { deltas } = await splitPrompts(generate, 1)(requestFor(["a", "b", "fails"]), signal);
  for (let turns = 0; turns < 20; turns += 1) await setImmediate();
  expect(open).toBe(2);
  if (what === "disconnects") await deltas[Symbol.asyncIterator]().return?.();
  else engine.latest.fail(new Error("The third fails."));
  await vi.waitFor(() => expect(open).toBe(0));
});

test("groups pause once a few long texts wait", async () => {
  let sent = 0;
  const talkative: Generate = async () => ({
    deltas: (async function* () {
      for (; ; sent += 1) yield [{ ...delta, text: "x".repeat(2 ** 13) }];
    })(),
  });
  const { deltas } = await splitPrompts(talkative, 1)(requestFor(["One", "Two"]), signal);
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  // Two or three of each group.
  expect(sent).toBeLessThanOrEqual(6);
  for await (const batch of deltas) {
    expect(batch.length).toBeGreaterThan(0);
    break;
  }
});
