import { setTimeout } from "node:timers/promises";
import { openConnection } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { startMock } from "../src/index.ts";
import { ask } from "./support/ask.ts";
import { countingEngine, engineOf, last, text } from "./support/engines.ts";
import { formatRequest } from "./support/raw.ts";
import { readEvents } from "./support/read-events.ts";

/** An engine that goes on until it is stopped, and tells how far it is. */
function createEndlessEngine() {
  const stopped = Promise.withResolvers<void>();
  const state = { deltas: 0, stopped: stopped.promise };
  const engine = engineOf(async function* (_request, signal) {
    signal.addEventListener("abort", () => stopped.resolve());
    while (!signal.aborted) {
      state.deltas += 1;
      yield text("word ".repeat(1000));
      if (state.deltas % 10 === 0) await new Promise(setImmediate);
    }
  });
  return { engine, state };
}

const body = { prompt: "Hello", stream: true };

test("a client that does not read stops the generation, and reading starts it again", async () => {
  const { engine, state } = createEndlessEngine();
  await using mock = await startMock({ port: 0, engine });
  const socket = await openConnection(mock);
  socket.pause();
  socket.write(formatRequest(body));

  const settle = async () => {
    let before: number;
    do {
      before = state.deltas;
      await setTimeout(200);
    } while (state.deltas === 0 || state.deltas !== before);
  };
  await settle();
  const stoppedAt = state.deltas;
  let received = 0;
  socket.on("data", (data) => {
    received += data.length;
  });
  socket.resume();
  while (state.deltas < stoppedAt + 1000) await setTimeout(10);
  expect(received).toBeGreaterThan(0);
  socket.destroy();
  await state.stopped;
});

describe("a client that leaves stops the generation", () => {
  test("of a stream", async () => {
    const { engine, state } = createEndlessEngine();
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { body });
    await response.body?.cancel();
    await state.stopped;
  });

  test("of a stream, by an engine that takes no notice", async () => {
    const stopped = Promise.withResolvers<void>();
    const engine = engineOf(async function* () {
      try {
        for (;;) {
          yield text("word");
          await new Promise(setImmediate);
        }
      } finally {
        stopped.resolve();
      }
    });
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { body });
    await response.body?.cancel();
    await stopped.promise;
  });

  test("of a whole completion", async () => {
    const { engine, state } = createEndlessEngine();
    await using mock = await startMock({ port: 0, engine });
    const clientGone = new AbortController();
    const response = ask(mock, { body: { prompt: "Hello" }, signal: clientGone.signal });
    while (state.deltas === 0) await setTimeout(10);
    clientGone.abort();
    await expect(response).rejects.toThrow("aborted");
    await state.stopped;
  });

  test("while it waits, too", async () => {
    const stopped = Promise.withResolvers<void>();
    const engine = engineOf(async function* () {
      try {
        yield last("late");
      } finally {
        stopped.resolve();
      }
    });
    await using mock = await startMock({ port: 0, engine });
    const signal = AbortSignal.timeout(100);
    await expect(ask(mock, { headers: { prefer: "ttft=60000" }, body, signal })).rejects.toThrow("timeout");
    await stopped.promise;
  });
});

test("closing the mock ends what is open", async () => {
  const { engine, state } = createEndlessEngine();
  const mock = await startMock({ port: 0, engine });
  const stream = await ask(mock, { body });
  const waiting = ask(mock, { headers: { prefer: "ttft=60000" }, body });
  const refused = expect(waiting).rejects.toThrow("fetch failed");
  await Promise.all([mock.close(), mock.close()]);
  await mock.close();
  await expect(stream.text()).rejects.toThrow("terminated");
  await refused;
  await state.stopped;
  await expect(fetch(mock.url)).rejects.toThrow("fetch failed");
});

describe("waits", () => {
  const timeOf = async (prefer: string, stream: boolean) => {
    await using mock = await startMock({ port: 0, engine: countingEngine });
    const start = performance.now();
    await (await ask(mock, { headers: { prefer }, body: { ...body, stream } })).text();
    // A timer may be a millisecond early.
    return performance.now() - start + 5;
  };

  test("come before the first event and between two", async () => {
    expect(await timeOf("ttft=100, itl=50", true)).toBeGreaterThanOrEqual(250);
  });

  test("make a whole completion as late as its stream would end", async () => {
    expect(await timeOf("ttft=100, itl=50", false)).toBeGreaterThanOrEqual(250);
  });

  test("come before errors and dynamic answers, too", async () => {
    expect(await timeOf("code=503, ttft=100", true)).toBeGreaterThanOrEqual(100);
    expect(await timeOf("dynamic=true, ttft=100", false)).toBeGreaterThanOrEqual(100);
  });
});

test("200 slow streams at once are all whole, and no other than alone", async () => {
  await using mock = await startMock({ port: 0 });
  const question = {
    headers: { prefer: "ttft=50, itl=20, jitter=0.5" },
    body: { prompt: "Call me", stream: true, max_tokens: 10, seed: 1 },
  };
  const textOf = async () => {
    const events = readEvents(await (await ask(mock, question)).text());
    expect(events.pop()).toBe("[DONE]");
    return events.map((event) => JSON.parse(event).choices[0].text).join("");
  };
  const alone = await textOf();
  const texts = await Promise.all(Array.from({ length: 200 }, textOf));
  expect(new Set(texts)).toEqual(new Set([alone]));
});
