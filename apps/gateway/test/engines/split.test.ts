import { setImmediate } from "node:timers/promises";
import type { Delta } from "@completions-api/engine";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Generate } from "../../src/backends/backend.ts";
import { split } from "../../src/backends/split.ts";
import { collectPieces, requestFor } from "../support/engine-request.ts";
import { delta, finalDelta, Puppet } from "../support/puppet.ts";

const signal = AbortSignal.timeout(30_000);

/** Completes each prompt with its own words, a word a turn, and lets others in between as often as `pauses` say. */
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

test("in whatever order groups come, each choice keeps its own, and all are counted", async () => {
  const prompts = fc.array(fc.array(fc.stringMatching(/^\w{1,3}$/), { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 12,
  });
  const pauses = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(prompts, pauses, fc.integer({ min: 1, max: 5 }), async (wordLists, turns, size) => {
      const groups: number[] = [];
      const texts = wordLists.map((words) => words.join(" "));
      const deltas = await collectPieces(split(echo(turns, groups), size), requestFor(texts));
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

test("a request that fits is not touched", () => {
  const puppet = new Puppet();
  const request = requestFor(["a", "b"]);
  let got: unknown;
  split((asked, cause) => {
    got = asked;
    return puppet.generate(asked, cause);
  }, 2)(request, signal);
  expect(got).toBe(request);
});

test("no more than four groups are under way at once", async () => {
  const puppet = new Puppet();
  const generation = split(puppet.generate, 1)(requestFor([..."abcdefgh"]), signal);
  expect(puppet.runs.length).toBe(4);
  for (let index = 0; index < 8; index += 1) {
    const run = puppet.runs[index];
    run?.begin();
    run?.send({ ...finalDelta });
    run?.end();
    for (let turns = 0; turns < 5; turns += 1) await setImmediate();
    expect(puppet.runs.length).toBe(Math.min(8, index + 5));
  }
  const { deltas } = await generation;
  for await (const batch of deltas) expect(batch.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

describe("all groups are cancelled", () => {
  test("where one fails before the first delta", async () => {
    const puppet = new Puppet();
    const generation = split(puppet.generate, 1)(requestFor(["a", "b", "c"]), signal);
    puppet.runs[1]?.fail(new Error("The second fails."));
    await expect(generation).rejects.toThrow("The second fails.");
    expect(puppet.runs.map((run) => run.signal.aborted)).toEqual([true, true, true]);
  });

  test("where one fails after it, once what was there has been taken", async () => {
    const puppet = new Puppet();
    const generation = split(puppet.generate, 1)(requestFor(["a", "b", "c"]), signal);
    for (const run of puppet.runs) run.begin();
    puppet.latest.send(delta);
    const { deltas } = await generation;
    puppet.runs[0]?.fail(new Error("The first fails."));
    await setImmediate();
    const received: Delta[] = [];
    const reading = (async () => {
      for await (const batch of deltas) received.push(...batch);
    })();
    await expect(reading).rejects.toThrow("The first fails.");
    expect(received).toEqual([{ ...delta, index: 2 }]);
    expect(puppet.runs.map((run) => run.signal.aborted)).toEqual([true, true, true]);
  });

  test("where the caller leaves", async () => {
    const puppet = new Puppet();
    const clientGone = new AbortController();
    const generation = split(puppet.generate, 1)(requestFor(["a", "b"]), clientGone.signal);
    clientGone.abort(new Error("The caller has left."));
    await expect(generation).rejects.toThrow("The caller has left.");
    expect(puppet.runs.map((run) => run.signal.aborted)).toEqual([true, true]);
  });
});

test("groups wait where their deltas are not taken", async () => {
  let taken = 0;
  const endless: Generate = async () => ({
    deltas: (async function* () {
      for (; taken < 10_000; taken += 1) yield [delta];
    })(),
  });
  const { deltas } = await split(endless, 1)(requestFor(["a", "b"]), signal);
  for (let turns = 0; turns < 20; turns += 1) await setImmediate();
  expect(taken).toBeLessThan(100);
  for await (const batch of deltas) {
    expect(batch.length).toBeLessThan(100);
    if (taken > 1_000) break;
  }
});

test.each(["has left", "has got a failure"])("groups that wait for a caller end once it %s", async (what) => {
  const puppet = new Puppet();
  let open = 0;
  const generate: Generate = async (request, cause) => {
    if (request.prompts[0]?.prompt === "fails") return puppet.generate(request, cause);
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
  const { deltas } = await split(generate, 1)(requestFor(["a", "b", "fails"]), signal);
  for (let turns = 0; turns < 20; turns += 1) await setImmediate();
  expect(open).toBe(2);
  if (what === "has left") await deltas[Symbol.asyncIterator]().return?.();
  else puppet.latest.fail(new Error("The third fails."));
  await vi.waitFor(() => expect(open).toBe(0));
});
