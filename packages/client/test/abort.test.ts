import { getEventListeners } from "node:events";
import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import type { CallOptions } from "../src/index.ts";
import {
  answerError,
  answerJson,
  answerStream,
  beginStream,
  chunkOf,
  chunks,
  completion,
  events,
  hangUp,
  noAnswer,
} from "./support/answers.ts";
import { clientOf, collect, failureOf } from "./support/client.ts";
import { serve, type TestServer } from "./support/serve.ts";

const plain = { prompt: "Once upon a time", stream: false };
const streamed = { prompt: "Once upon a time", stream: true } as const;

type Complete = (request: { prompt: string; stream: boolean }) => Promise<unknown>;

/** A call that `signal` stops: as its own, as its client's, or as its client's where it has another. */
const ways: [string, (server: TestServer, signal: AbortSignal) => Complete][] = [
  ["of the call", (server, signal) => (request) => clientOf(server).complete(request, { signal })],
  ["of the client", (server, signal) => clientOf(server, { signal }).complete],
  [
    "of the client, with one of the call",
    (server, signal) => (request) => {
      return clientOf(server, { signal }).complete(request, { signal: new AbortController().signal });
    },
  ],
];

const deafFetch: CallOptions["fetch"] = (request) => fetch(new Request(request, { signal: null }));

// Whatever a caller gives as a reason comes back.
const reasons: unknown[] = [new Error("Enough."), "enough", null, 0, ""];

test.for(ways)(
  "a signal %s that is aborted already sends nothing, and asks for no token",
  async ([, callWith]) => {
    await using server = await serve(answerJson(200, completion));
    for (const reason of reasons) {
      const signal = AbortSignal.abort(reason);
      for (const request of [plain, streamed])
        expect(await failureOf(callWith(server, signal)(request))).toBe(reason);
    }
    let asked = 0;
    const credential = () => {
      asked += 1;
      return "key";
    };
    const call = clientOf(server, { credential }).complete(plain, { signal: AbortSignal.abort("early") });
    expect(await failureOf(call)).toBe("early");
    expect(asked).toBe(0);
    expect(server.requests).toHaveLength(0);
    expect(server.connections).toBe(0);
  },
);

test("without a reason the abort is an AbortError", async () => {
  await using server = await serve(noAnswer);
  const controller = new AbortController();
  const call = failureOf(clientOf(server).complete(plain, { signal: controller.signal }));
  await server.received(1);
  controller.abort();
  expect(await call).toBe(controller.signal.reason);
  expect(await call).toMatchObject({ name: "AbortError" });
});

test("a signal that times out is no retry, and no error of ours", async () => {
  await using server = await serve(noAnswer);
  const signal = AbortSignal.timeout(20);
  const error = await failureOf(clientOf(server, { maxRetries: 2 }).complete(plain, { signal }));
  expect(error).toBe(signal.reason);
  expect(server.requests.length).toBeLessThanOrEqual(1); // It may be too fast even for the first.
});

const beginnings: [string, RequestListener][] = [
  ["before the response", noAnswer],
  [
    "in a completion",
    (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"choices":');
    },
  ],
  [
    "in an error",
    (_request, response) => {
      response.writeHead(500, { "content-type": "text/html" }).write("<html>");
    },
  ],
];

for (const [way, callWith] of ways) {
  test.for(beginnings)(`a signal ${way}, aborted %s, closes the connection`, async ([, begin]) => {
    for (const reason of reasons) {
      await using server = await serve(begin);
      const controller = new AbortController();
      const call = failureOf(callWith(server, controller.signal)(plain));
      await server.received(1);
      controller.abort(reason);
      expect(await call).toBe(reason);
      await server.closed(1);
      expect(server.requests).toHaveLength(1);
    }
  });
}

test.for<[string, CallOptions]>([
  ["the platform's fetch", {}],
  ["a fetch that takes no notice", { fetch: deafFetch }],
])("a stream that is aborted while it is read ends with the reason: %s", async ([, options]) => {
  for (const reason of reasons) {
    for (const by of ["stream", "signal"]) {
      await using server = await serve(beginStream(events[0]));
      const controller = new AbortController();
      const stream = await clientOf(server).complete(streamed, { ...options, signal: controller.signal });
      const read: unknown[] = [];
      const reading = failureOf(
        (async () => {
          for await (const chunk of stream) {
            read.push(chunk);
            // By then the loop waits for the next chunk.
            setImmediate(() => (by === "stream" ? stream.abort(reason) : controller.abort(reason)));
          }
        })(),
      );
      expect(await reading).toBe(reason);
      expect(await failureOf(stream.final())).toBe(reason);
      expect(read).toEqual([chunks[0]]);
      expect(stream.partial()).toEqual(chunks[0]);
      await server.closed(1);
    }
  }
});

test("what came before an abort, but was not read, is not given out any more", async () => {
  for (const reason of reasons) {
    await using server = await serve(answerStream());
    const stream = await clientOf(server).complete(streamed);
    const read: unknown[] = [];
    const reading = async () => {
      for await (const chunk of stream) {
        read.push(chunk);
        if (read.length === 2) stream.abort(reason);
      }
    };
    expect(await failureOf(reading())).toBe(reason);
    expect(read).toEqual(chunks.slice(0, 2));
    expect(stream.partial()).toEqual(chunkOf("one two"));
  }
});

test("a stream can be aborted before it is read", async () => {
  await using server = await serve(beginStream(events[0]));
  const stream = await clientOf(server).complete(streamed);
  stream.abort();
  await server.closed(1);
  await expect(collect(stream)).rejects.toMatchObject({ name: "AbortError" });
  expect(stream.partial()).toBeUndefined();
});

test("of two aborts the first counts", async () => {
  await using server = await serve(beginStream(events[0]));
  const controller = new AbortController();
  const stream = await clientOf(server).complete(streamed, { signal: controller.signal });
  controller.abort("first");
  stream.abort("second");
  expect(await failureOf(stream.final())).toBe("first");
});

test("an abort after the end changes nothing", async () => {
  await using server = await serve(answerStream());
  const controller = new AbortController();
  const stream = await clientOf(server).complete(streamed, { signal: controller.signal });
  await stream.final();
  controller.abort();
  stream.abort();
  expect(await stream.final()).toEqual(completion);
});

test("an abort stops one call of a client, or all of them", async () => {
  await using server = await serve(beginStream(events[0]));
  const all = new AbortController();
  const one = new AbortController();
  const client = clientOf(server, { signal: all.signal });
  const streams = [await client.complete(streamed, { signal: one.signal }), await client.complete(streamed)];
  const ends = streams.map((stream) => failureOf(stream.final()));
  one.abort("one");
  expect(await ends[0]).toBe("one");
  all.abort("all");
  expect(await ends[1]).toBe("all");
});

test.for<[string, RequestListener, (complete: Complete) => Promise<unknown>]>([
  ["a completion", answerJson(200, completion), (complete) => complete(plain)],
  ["an error", answerError(404), (complete) => failureOf(complete(plain))],
  ["a lost connection", hangUp, (complete) => failureOf(complete(plain))],
])("a signal that lives on has no listener left after %s", async ([, listener, call]) => {
  await using server = await serve(listener);
  const { signal } = new AbortController();
  const other = new AbortController().signal;
  const client = clientOf(server, { signal });
  await call((request) => client.complete(request, { signal: other }));
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(getEventListeners(other, "abort")).toHaveLength(0);
});

test("retries add no listeners", async () => {
  const { signal } = new AbortController();
  const counts: number[] = [];
  await using server = await serve(answerError(503), answerError(503), answerJson(200, completion));
  const onRetry = () => counts.push(getEventListeners(signal, "abort").length);
  await clientOf(server, { maxRetries: 2, onRetry }).complete(plain, { signal });
  expect(counts).toEqual([1, 1]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

type Stream = AsyncIterable<unknown> & { final(): Promise<unknown>; abort(): void };

test.for<[string, RequestListener, (stream: Stream) => unknown]>([
  ["is read", answerStream(), collect],
  ["breaks off", beginStream(events[0], hangUp), (stream) => failureOf(stream.final())],
  ["is malformed", answerStream(`${events[0]}data: {\n\n`), (stream) => failureOf(stream.final())],
  ["is aborted", beginStream(events[0]), (stream) => stream.abort()],
  [
    "is left",
    beginStream(events[0]),
    async (stream) => {
      for await (const _ of stream) break;
    },
  ],
])("a signal that lives on has one listener until a stream %s, then none", async ([, listener, use]) => {
  await using server = await serve(listener);
  const { signal } = new AbortController();
  const stream = await clientOf(server).complete(streamed, { signal });
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  await use(stream);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("where fetch takes no notice of an abort, the call does not wait for it", async () => {
  await using server = await serve(noAnswer);
  const controller = new AbortController();
  const call = clientOf(server, { fetch: deafFetch }).complete(plain, { signal: controller.signal });
  await server.received(1);
  controller.abort("enough");
  expect(await failureOf(call)).toBe("enough");
});

test("leaving a loop closes the connection", async () => {
  for (const by of ["break", "throw", "text"]) {
    await using server = await serve(beginStream(events[0]));
    const stream = await clientOf(server).complete(streamed);
    const leave = async () => {
      for await (const _ of by === "text" ? stream.text() : stream) {
        if (by === "throw") throw new Error("Enough.");
        break;
      }
    };
    if (by === "throw") await expect(leave()).rejects.toThrow("Enough.");
    else await leave();
    await server.closed(1);
    await expect(stream.final()).rejects.toMatchObject({ name: "AbortError" });
    expect(stream.partial()).toEqual(chunks[0]);
  }
});
