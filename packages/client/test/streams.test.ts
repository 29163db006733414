import type { ServerResponse } from "node:http";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { expect, test } from "vitest";
import type { CompletionStream } from "../src/index.ts";
import { clientOf, collect } from "./support/client.ts";
import { defer } from "./support/deferred.ts";
import {
  beginStream,
  chunkOf,
  chunks,
  completion,
  events,
  hangUp,
  respondStream,
  streamBody,
} from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "Once upon a time", stream: true } as const;
const texts = ["one", " two", " three"];

/** Returns a stream whose whole body has arrived before it is read. */
async function streamOf(body = streamBody): Promise<CompletionStream> {
  await using server = await serve(respondStream(body));
  const stream = await clientOf(server, {
    fetch: async (request) => {
      const response = await fetch(request);
      return new Response(await response.bytes(), response);
    },
  }).complete(request);
  return stream;
}

test("a stream yields its chunks in order", async () => {
  expect(await collect(await streamOf())).toEqual(chunks);
});

test("text() yields the text in pieces", async () => {
  expect(await collect((await streamOf()).text())).toEqual(texts);
  expect(await collect((await streamOf()).text(1))).toEqual([]);
});

const ofTwo: readonly CompletionChunk[] = [
  chunkOf("eins", undefined, 1),
  { ...chunkOf("one"), choices: [...chunkOf("one").choices, ...chunkOf(" zwei", undefined, 1).choices] },
  { ...chunkOf("", "length"), usage: null },
  { ...chunkOf("", "stop", 1), choices: [] },
  chunkOf(" drei", "stop", 1),
];

test("text(index) yields the text of one choice, without empty pieces", async () => {
  const body = ofTwo.map(encodeEvent).join("") + doneEvent;
  expect(await collect((await streamOf(body)).text())).toEqual(["one"]);
  expect(await collect((await streamOf(body)).text(0))).toEqual(["one"]);
  expect(await collect((await streamOf(body)).text(1))).toEqual(["eins", " zwei", " drei"]);
  expect((await (await streamOf(body)).final()).choices).toEqual([
    { index: 0, text: "one", finish_reason: "length" },
    { index: 1, text: "eins zwei drei", finish_reason: "stop" },
  ]);
});

test("final() reads the whole stream and can be called repeatedly", async () => {
  const stream = await streamOf();
  const both = await Promise.all([stream.final(), stream.final()]);
  expect([...both, await stream.final()]).toEqual([completion, completion, completion]);
});

const loops: [string, (stream: CompletionStream) => AsyncIterable<unknown>][] = [
  ["chunks", (stream) => stream],
  ["the text", (stream) => stream.text()],
];

test.for(loops)("final() returns the whole completion after a loop over %s", async ([, items]) => {
  const stream = await streamOf();
  await collect(items(stream));
  expect(await stream.final()).toEqual(completion);
});

test.for(loops)("final() within a loop over %s reads the rest and ends the loop", async ([, items]) => {
  const stream = await streamOf();
  let rounds = 0;
  for await (const _ of items(stream)) {
    rounds += 1;
    expect(await stream.final()).toEqual(completion);
  }
  expect(rounds).toBe(1);
});

const uses: { name: string; use: (stream: CompletionStream) => unknown }[] = [
  { name: "the iterator", use: (stream) => stream[Symbol.asyncIterator]() },
  { name: "text()", use: (stream) => stream.text() },
];
const firstUses = [...uses, { name: "final()", use: (stream: CompletionStream) => stream.final() }];

test.for(firstUses.flatMap((first) => uses.map((second) => ({ first, second }))))(
  "a stream can be read only once: $first.name, then $second.name",
  async ({ first, second }) => {
    const stream = await streamOf();
    await first.use(stream);
    expect(() => second.use(stream)).toThrow(TypeError);
    expect(() => second.use(stream)).toThrow("only once");
    expect(await stream.final()).toEqual(completion);
  },
);

test("partial() returns what has been read so far", async () => {
  const stream = await streamOf();
  expect(stream.partial()).toBeUndefined();
  const partials: unknown[] = [];
  for await (const _ of stream) partials.push(stream.partial());
  expect(partials).toEqual([chunkOf("one"), chunkOf("one two"), chunkOf("one two three", "stop")]);
  expect(stream.partial()).toEqual(chunkOf("one two three", "stop"));
});

test("changes to a chunk or a partial do not affect the completion", async () => {
  const stream = await streamOf();
  for await (const chunk of stream) {
    for (const choice of chunk.choices) choice.text = "";
    for (const choice of stream.partial()?.choices ?? []) choice.text = "";
    chunk.id = "";
  }
  expect(await stream.final()).toEqual(completion);
});

test("a call waits for the first event only", async () => {
  const begun = defer<ServerResponse>();
  await using server = await serve(
    beginStream(": wait\n\n", (_request, response) => begun.resolve(response)),
  );
  let isOpen = false;
  const opening = clientOf(server).complete(request);
  opening.then(() => {
    isOpen = true;
  });
  const response = await begun.promise;
  await new Promise((resolve) => response.write(": wait\n\n", resolve));
  expect(isOpen).toBe(false);
  response.write(events[0]);
  const stream = await opening;
  const iterator = stream[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: chunks[0] });
  response.write(events[1]);
  expect(await iterator.next()).toEqual({ done: false, value: chunks[1] });
  response.end(events[2] + doneEvent);
  expect(await iterator.next()).toEqual({ done: false, value: chunks[2] });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
});

test.for([events[0], "data: {\n\n", doneEvent])("ignores text after [DONE]: %j", async (rest) => {
  const stream = await streamOf(streamBody + rest);
  expect(await collect(stream)).toEqual(chunks);
  expect(await stream.final()).toEqual(completion);
});

test("a stream ends with [DONE] even if the connection stays open, and closes the connection", async () => {
  await using server = await serve(beginStream(streamBody));
  const stream = await clientOf(server).complete(request);
  expect(await collect(stream)).toEqual(chunks);
  expect(await stream.final()).toEqual(completion);
  await server.closed(1);
});

test("a stream ends with [DONE] even if the connection is lost afterwards", async () => {
  await using server = await serve(beginStream(streamBody, hangUp));
  const stream = await clientOf(server).complete(request);
  expect(await stream.final()).toEqual(completion);
  await server.closed(1);
});

test("returning before the first chunk closes the connection", async () => {
  await using server = await serve(beginStream(events[0]));
  const stream = await clientOf(server).complete(request);
  await stream[Symbol.asyncIterator]().return();
  await expect(stream.final()).rejects.toMatchObject({ name: "AbortError" });
  await server.closed(1);
});

/** Opens a stream that never has a second event. Returns it with a promise of its body's cancellation. */
async function waitingStream() {
  const cancelled = defer<unknown>();
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(events[0])),
    cancel: (reason) => cancelled.resolve(reason),
  });
  const headers = { "content-type": "text/event-stream" };
  const client = clientOf(
    { url: "http://parrot.example" },
    { fetch: async () => new Response(body, { headers }) },
  );
  return { stream: await client.complete(request), cancelled: cancelled.promise };
}

const leavings: readonly [string, (stream: CompletionStream) => Promise<unknown>][] = [
  ["the iterator returns before the first chunk", (stream) => stream[Symbol.asyncIterator]().return()],
  ["the iterator of the text returns before the first piece", (stream) => stream.text().return()],
  ["a web stream made from it is cancelled", (stream) => ReadableStream.from(stream).cancel()],
  [
    "the iterator returns while waiting for a chunk",
    async (stream) => {
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      const next = iterator.next();
      await Promise.allSettled([next, iterator.return()]);
    },
  ],
  [
    "the iterator of the text returns while waiting for more",
    async (stream) => {
      const iterator = stream.text();
      await iterator.next();
      const next = iterator.next();
      await Promise.allSettled([next, iterator.return()]);
    },
  ],
];

test.for(leavings)("the connection is closed when %s", async ([, leave]) => {
  const { stream, cancelled } = await waitingStream();
  await leave(stream);
  expect(await cancelled).toMatchObject({ name: "AbortError" });
  await expect(stream.final()).rejects.toMatchObject({ name: "AbortError" });
});
