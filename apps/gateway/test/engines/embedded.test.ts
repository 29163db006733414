import type { Delta, Engine } from "@completions-api/engine";
import { expect, test } from "vitest";
import { createEmbeddedBackend } from "../../src/backends/embedded.ts";
import { requestFor } from "../support/test-engine.ts";

const text = (index: number, text: string): Delta => ({ index, text, tokens: 1, finishReason: null });
const last = (index: number): Delta => ({
  index,
  text: "!",
  tokens: 1,
  finishReason: "stop",
  promptTokens: 2,
});

function engineOf(deltas: readonly Delta[], failure?: Error): Engine {
  return {
    model: "test",
    async *generate() {
      yield* deltas;
      if (failure) throw failure;
    },
  };
}

async function collect(engine: Engine, stream: boolean, parameters: { n?: number } = {}) {
  const generation = await createEmbeddedBackend(engine).generate(
    requestFor("a", { stream, ...parameters }),
    new AbortController().signal,
  );
  const batches: (readonly Delta[])[] = [];
  let failure: unknown;
  try {
    for await (const batch of generation.deltas) batches.push(batch);
  } catch (thrown) {
    failure = thrown;
  }
  return { batches, failure };
}

const deltas = [text(0, "a"), text(1, "b"), text(0, "c"), last(0), text(1, "d"), last(1)];

test("passes each delta of a stream on by itself", async () => {
  expect((await collect(engineOf(deltas), true)).batches).toEqual(deltas.map((delta) => [delta]));
});

test("joins the deltas of a choice if there is no stream", async () => {
  expect((await collect(engineOf(deltas), false)).batches).toEqual([
    [
      { ...last(0), text: "ac!", tokens: 3 },
      { ...last(1), text: "bd!", tokens: 3 },
    ],
  ]);
});

test("asks for nothing after the last delta of the only choice, and lets the engine end", async () => {
  const events: string[] = [];
  const engine: Engine = {
    model: "test",
    async *generate() {
      try {
        yield last(0);
        events.push("asked");
      } finally {
        events.push("ended");
      }
    },
  };
  const { batches } = await collect(engine, false);
  expect(batches).toEqual([[last(0)]]);
  expect(events).toEqual(["ended"]);
});

test("asks for the other choice after the last delta of one", async () => {
  const deltas = [last(0), last(1)];
  expect((await collect(engineOf(deltas), false, { n: 2 })).batches).toEqual([deltas]);
});

test("passes on the deltas before a failure, and then the failure", async () => {
  const failure = new Error("lost");
  const collected = await collect(engineOf([text(0, "a"), text(0, "b")], failure), false);
  expect(collected).toEqual({ batches: [[{ ...text(0, "ab"), tokens: 2 }]], failure });
});
