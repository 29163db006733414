import type { Engine, Piece } from "@completions-api/engine";
import { expect, test } from "vitest";
import { generateInProcess } from "../../src/engines/embedded.ts";
import { requestFor } from "../support/engine-request.ts";

const text = (index: number, text: string): Piece => ({ index, text, tokens: 1, finishReason: null });
const last = (index: number): Piece => ({
  index,
  text: "!",
  tokens: 1,
  finishReason: "stop",
  promptTokens: 2,
});

function engineOf(pieces: readonly Piece[], failure?: Error): Engine {
  return {
    model: "test",
    async *generate() {
      yield* pieces;
      if (failure) throw failure;
    },
  };
}

async function collect(engine: Engine, stream: boolean) {
  const generation = await generateInProcess(engine)(
    requestFor("a", { stream }),
    new AbortController().signal,
  );
  const batches: (readonly Piece[])[] = [];
  let failure: unknown;
  try {
    for await (const batch of generation.pieces) batches.push(batch);
  } catch (thrown) {
    failure = thrown;
  }
  return { batches, failure };
}

const pieces = [text(0, "a"), text(1, "b"), text(0, "c"), last(0), text(1, "d"), last(1)];

test("of a stream each piece is handed on by itself", async () => {
  expect((await collect(engineOf(pieces), true)).batches).toEqual(pieces.map((piece) => [piece]));
});

test("without a stream the pieces of a choice are handed on as one", async () => {
  expect((await collect(engineOf(pieces), false)).batches).toEqual([
    [
      { ...last(0), text: "ac!", tokens: 3 },
      { ...last(1), text: "bd!", tokens: 3 },
    ],
  ]);
});

test("what was generated before a failure is handed on before it", async () => {
  const failure = new Error("lost");
  const collected = await collect(engineOf([text(0, "a"), text(0, "b")], failure), false);
  expect(collected).toEqual({ batches: [[{ ...text(0, "ab"), tokens: 2 }]], failure });
});
