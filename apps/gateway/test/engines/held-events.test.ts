import { afterEach, expect, test, vi } from "vitest";
import type { GenerationRequest } from "../../src/backends/backend.ts";
import { responseMemory } from "../../src/memory/response-memory.ts";
import { sizeOfChoice, sizeOfChunkChoice } from "../../src/memory/size-of-choice.ts";
import { encode } from "../support/scripted-upstream.ts";
import { chunk, requestFor, startEngine, usageChunk } from "../support/test-engine.ts";

afterEach(() => expect(responseMemory.held).toBe(0));

/** A stream that has its first event, and a consumer that waits for the next. */
async function waitForMore(rest: string, parts: Partial<GenerationRequest> = {}) {
  const lose = Promise.withResolvers<void>();
  const engine = await startEngine(async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(encode(chunk("Hello")) + rest);
    await lose.promise;
    response.destroy();
  });
  const request = requestFor("Say it", { maxTokens: 1000, ...parts });
  const { deltas } = await engine.generate(request, AbortSignal.timeout(10_000));
  const reader = deltas[Symbol.asyncIterator]();
  expect((await reader.next()).value).toMatchObject([{ text: "Hello" }]);
  return { engine, reader, more: reader.next(), lose: lose.resolve };
}

const halfEvent = `data: {"choices":[{"index":0,"text":"${"a".repeat(500_000)}`;
const lines = "data:a\n".repeat(150_000);

test.each([
  ["a line", halfEvent],
  ["many lines", lines],
])("an event counts while it is incomplete: %s", async (_, rest) => {
  const { engine, reader, more } = await waitForMore(rest);
  await using _engine = engine;
  await vi.waitFor(() => expect(responseMemory.held).toBeGreaterThan(200_000));
  await reader.return?.();
  expect(responseMemory.held).toBe(0);
  await more.catch(() => {});
});

test("an event no longer counts once its server is lost", async () => {
  const { engine, more, lose } = await waitForMore(halfEvent);
  await using _engine = engine;
  await vi.waitFor(() => expect(responseMemory.held).toBeGreaterThan(200_000));
  lose();
  await expect(more).rejects.toMatchObject({ status: 502 });
});

test("the objects of an event count until the consumer asks for more, if they pass", async () => {
  const objects = Array(100_000).fill("{}").join();
  const event = `data: {"choices":[{"index":0,"text":"b","finish_reason":null,"x":[${objects}]}]}\n\n`;
  const { engine, reader, more } = await waitForMore(event, { passesProperties: true });
  await using _engine = engine;
  expect((await more).value).toMatchObject([{ text: "b" }]);
  expect(responseMemory.held).toBeGreaterThan(5_800_000);
  const next = reader.next();
  await reader.return?.();
  await next.catch(() => {});
});

test("a long event counts until the consumer asks for more, even if it is the last", async () => {
  const last = encode(chunk("b".repeat(400_000), "stop")) + encode(usageChunk(1, 2));
  const { engine, reader, more } = await waitForMore(last);
  await using _engine = engine;
  expect((await more).value).toMatchObject([{ finishReason: "stop" }]);
  expect(responseMemory.held).toBeGreaterThan(300_000);
  expect(await reader.next()).toMatchObject({ done: true });
});

test("properties of an engine are as large as their objects, whatever their names", () => {
  const x = Array(1000).fill({});
  const logprobs = { content: x };
  expect(sizeOfChoice({ text: "", extra: { x } })).toBeGreaterThan(64_000);
  const choice = { index: 0, text: "", finish_reason: null };
  expect(sizeOfChunkChoice({ ...choice, ...{ x } })).toBeGreaterThan(64_000);
  expect(sizeOfChunkChoice({ ...choice, ...{ logprobs } })).toBeGreaterThan(64_000);
});
