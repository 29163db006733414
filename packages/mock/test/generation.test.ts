import { openConnection, splitEvents } from "@completions-api/testing";
import { describe, expect, test, vi } from "vitest";
import { startMock } from "../src/index.ts";
import { ask } from "./support/ask.ts";
import { formatCompletionRequest } from "./support/format-request.ts";
import { createTestEngine, EndlessEngine, last, text } from "./support/test-engines.ts";

const body = { prompt: "Hello", stream: true };

test("a client that does not read pauses the generation, and reading resumes it", async () => {
  const engine = new EndlessEngine();
  await using mock = await startMock({ port: 0, engine });
  const socket = await openConnection(mock);
  socket.pause();
  socket.write(formatCompletionRequest(body));

  await engine.reached(1);
  // Waits until no delta has been taken for many turns of the event loop.
  let pausedAt = 0;
  for (let turns = 0; turns < 500; turns += 1) {
    await new Promise(setImmediate);
    if (pausedAt !== engine.deltas) turns = 0;
    pausedAt = engine.deltas;
  }
  let received = 0;
  socket.on("data", (data) => {
    received += data.length;
  });
  socket.resume();
  await engine.reached(pausedAt + 1000);
  expect(received).toBeGreaterThan(0);
  socket.destroy();
  expect((await engine.aborted).aborted).toBe(true);
});

describe("a client that disconnects ends the generation", () => {
  test("of a stream", async () => {
    const engine = new EndlessEngine();
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { body });
    await response.body?.cancel();
    expect((await engine.aborted).aborted).toBe(true);
  });

  test("of a stream whose engine ignores the signal", async () => {
    const ended = vi.fn();
    const engine = createTestEngine(async function* () {
      try {
        for (;;) {
          yield text("word");
          await new Promise(setImmediate);
        }
      } finally {
        ended();
      }
    });
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { body });
    await response.body?.cancel();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
  });

  test("of a whole completion", async () => {
    const engine = new EndlessEngine();
    await using mock = await startMock({ port: 0, engine });
    const client = new AbortController();
    const response = ask(mock, { body: { prompt: "Hello" }, signal: client.signal });
    await engine.reached(1);
    client.abort();
    await expect(response).rejects.toThrow("aborted");
    expect((await engine.aborted).aborted).toBe(true);
  });

  test("that waits for its first event", async () => {
    const begun = Promise.withResolvers<void>();
    const ended = vi.fn();
    const engine = createTestEngine(async function* () {
      try {
        begun.resolve();
        yield last("late");
      } finally {
        ended();
      }
    });
    await using mock = await startMock({ port: 0, engine });
    const client = new AbortController();
    const response = ask(mock, { headers: { prefer: "ttft=60000" }, body, signal: client.signal });
    await begun.promise;
    client.abort();
    await expect(response).rejects.toThrow("aborted");
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
  });
});

test("closing the mock ends all open requests", async () => {
  const engine = new EndlessEngine();
  const mock = await startMock({ port: 0, engine });
  const stream = await ask(mock, { body });
  const waiting = ask(mock, { headers: { prefer: "ttft=60000" }, body });
  const refused = expect(waiting).rejects.toThrow("fetch failed");
  await Promise.all([mock.close(), mock.close()]);
  await mock.close();
  await expect(stream.text()).rejects.toThrow("terminated");
  await refused;
  expect((await engine.aborted).aborted).toBe(true);
  await expect(fetch(mock.url)).rejects.toThrow("fetch failed");
});

test("200 slow streams at once are complete and equal to a single one", async () => {
  await using mock = await startMock({ port: 0 });
  const question = {
    headers: { prefer: "ttft=50, itl=20, jitter=0.5" },
    body: { prompt: "Call me", stream: true, max_tokens: 10, seed: 1 },
  };
  const textOf = async () => {
    const events = splitEvents(await (await ask(mock, question)).text());
    expect(events.pop()).toBe("[DONE]");
    return events.map((event) => JSON.parse(event).choices[0].text).join("");
  };
  const alone = await textOf();
  const texts = await Promise.all(Array.from({ length: 200 }, textOf));
  expect(new Set(texts)).toEqual(new Set([alone]));
});
