import type { ServerResponse } from "node:http";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { expect, test } from "vitest";
import type { CompletionStream } from "../src/index.ts";
import {
  answerStream,
  beginStream,
  chunkOf,
  chunks,
  completion,
  events,
  hangUp,
  streamBody,
} from "./support/answers.ts";
import { clientOf, collect } from "./support/client.ts";
import { defer } from "./support/deferred.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "Once upon a time", stream: true } as const;
const texts = ["one", " two", " three"];

/** A stream that has come as a whole before it is read, in as many pieces as the network makes of it. */
async function streamOf(body = streamBody): Promise<CompletionStream> {
  await using server = await serve(answerStream(body));
  const stream = await clientOf(server, {
    fetch: async (request) => {
      const response = await fetch(request);
      return new Response(await response.bytes(), response);
    },
  }).complete(request);
  return stream;
}

test("a stream gives the chunks in their order", async () => {
  expect(await collect(await streamOf())).toEqual(chunks);
});

test("text() gives the text in pieces", async () => {
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

test("text(index) gives the text of one prompt, without empty pieces", async () => {
  const body = ofTwo.map(encodeEvent).join("") + doneEvent;
  expect(await collect((await streamOf(body)).text())).toEqual(["one"]);
  expect(await collect((await streamOf(body)).text(0))).toEqual(["one"]);
  expect(await collect((await streamOf(body)).text(1))).toEqual(["eins", " zwei", " drei"]);
  expect((await (await streamOf(body)).final()).choices).toEqual([
    { index: 0, text: "one", finish_reason: "length" },
    { index: 1, text: "eins zwei drei", finish_reason: "stop" },
  ]);
});

test("final() reads the whole stream by itself, as often as it is called", async () => {
  const stream = await streamOf();
  const both = await Promise.all([stream.final(), stream.final()]);
  expect([...both, await stream.final()]).toEqual([completion, completion, completion]);
});

test("final() has the whole completion after a loop", async () => {
  for (const as of ["chunks", "text"]) {
    const stream = await streamOf();
    await collect<unknown>(as === "text" ? stream.text() : stream);
    expect(await stream.final()).toEqual(completion);
  }
});

test("final() in a loop reads the rest, and the loop ends", async () => {
  for (const as of ["chunks", "text"]) {
    const stream = await streamOf();
    let rounds = 0;
    for await (const _ of as === "text" ? stream.text() : stream) {
      rounds += 1;
      expect(await stream.final()).toEqual(completion);
    }
    expect(rounds).toBe(1);
  }
});

test("a stream is read only once, and says so", async () => {
  const uses: ((stream: CompletionStream) => unknown)[] = [
    (stream) => stream[Symbol.asyncIterator](),
    (stream) => stream.text(),
  ];
  for (const first of [...uses, (stream: CompletionStream) => stream.final()]) {
    for (const second of uses) {
      const stream = await streamOf();
      await first(stream);
      expect(() => second(stream)).toThrow(TypeError);
      expect(() => second(stream)).toThrow("only once");
      expect(await stream.final()).toEqual(completion);
    }
  }
});

test("partial() has what was read so far, at each step", async () => {
  const stream = await streamOf();
  expect(stream.partial()).toBeUndefined();
  const partials: unknown[] = [];
  for await (const _ of stream) partials.push(stream.partial());
  expect(partials).toEqual([chunkOf("one"), chunkOf("one two"), chunkOf("one two three", "stop")]);
  expect(stream.partial()).toEqual(chunkOf("one two three", "stop"));
});

test("who changes a chunk or a partial changes nothing else", async () => {
  const stream = await streamOf();
  for await (const chunk of stream) {
    for (const choice of chunk.choices) choice.text = "";
    for (const choice of stream.partial()?.choices ?? []) choice.text = "";
    chunk.id = "";
  }
  expect(await stream.final()).toEqual(completion);
});

test("the call waits for the first event, and for no more", async () => {
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

test("what follows [DONE] is not read", async () => {
  for (const rest of [events[0], "data: {\n\n", doneEvent]) {
    const stream = await streamOf(streamBody + rest);
    expect(await collect(stream)).toEqual(chunks);
    expect(await stream.final()).toEqual(completion);
  }
});

test("a stream is done with [DONE], even where the connection stays open, which is then closed", async () => {
  await using server = await serve(beginStream(streamBody));
  const stream = await clientOf(server).complete(request);
  expect(await collect(stream)).toEqual(chunks);
  expect(await stream.final()).toEqual(completion);
  await server.closed(1);
});

test("a stream is done with [DONE], even where the connection is lost after it", async () => {
  await using server = await serve(beginStream(streamBody, hangUp));
  const stream = await clientOf(server).complete(request);
  expect(await stream.final()).toEqual(completion);
  await server.closed(1);
});

test("a stream whose reader returns before the first chunk is left, too", async () => {
  await using server = await serve(beginStream(events[0]));
  const stream = await clientOf(server).complete(request);
  await stream[Symbol.asyncIterator]().return();
  await expect(stream.final()).rejects.toMatchObject({ name: "AbortError" });
  await server.closed(1);
});

/** A stream that has had one event, and will never have another; and what says that its body was cancelled. */
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
  ["the iterator is left before the first chunk", (stream) => stream[Symbol.asyncIterator]().return()],
  ["the iterator of the text is left before the first", (stream) => stream.text().return()],
  ["a web stream made of it is cancelled", (stream) => ReadableStream.from(stream).cancel()],
  [
    "it is left while a chunk is waited for",
    async (stream) => {
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      const next = iterator.next();
      await Promise.allSettled([next, iterator.return()]);
    },
  ],
  [
    "its text is left while more is waited for",
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
