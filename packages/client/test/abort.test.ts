import { getEventListeners } from "node:events";
import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import type { CallOptions, CompletionStream } from "../src/index.ts";
import { clientOf, collect, failureOf } from "./support/client.ts";
import {
  beginStream,
  chunkOf,
  chunks,
  completion,
  events,
  hangUp,
  neverRespond,
  respondError,
  respondJson,
  respondStream,
} from "./support/responses.ts";
import { serve, type TestServer } from "./support/serve.ts";

const plain = { prompt: "Once upon a time", stream: false };
const streamed = { prompt: "Once upon a time", stream: true } as const;

type Complete = (request: { prompt: string; stream: boolean }) => Promise<unknown>;

/** The ways to pass a signal: to the call, to the client, or to the client of a call that has another signal. */
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

// Calls reject with the very reason, falsy ones included.
const reasons: [string, unknown][] = [
  ["an Error", new Error("Enough.")],
  ["a string", "enough"],
  ["null", null],
  ["0", 0],
  ["an empty string", ""],
];
const waysAndReasons = ways.flatMap(([way, callWith]) =>
  reasons.map(([kind, reason]) => ({ way, callWith, kind, reason })),
);

test.for(waysAndReasons)(
  "a call with an aborted signal $way rejects with its reason: $kind",
  async ({ callWith, reason }) => {
    await using server = await serve(respondJson(200, completion));
    const signal = AbortSignal.abort(reason);
    for (const request of [plain, streamed])
      expect(await failureOf(callWith(server, signal)(request))).toBe(reason);
    expect(server.connections).toBe(0);
  },
);

test("a call with an aborted signal requests no token", async () => {
  await using server = await serve(respondJson(200, completion));
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
});

test("an abort without a reason is an AbortError", async () => {
  await using server = await serve(neverRespond);
  const controller = new AbortController();
  const call = failureOf(clientOf(server).complete(plain, { signal: controller.signal }));
  await server.received(1);
  controller.abort();
  expect(await call).toBe(controller.signal.reason);
  expect(await call).toMatchObject({ name: "AbortError" });
});

test("a signal that times out rejects with its own reason and is not retried", async () => {
  await using server = await serve(neverRespond);
  const signal = AbortSignal.timeout(20);
  const error = await failureOf(clientOf(server, { maxRetries: 2 }).complete(plain, { signal }));
  expect(error).toBe(signal.reason);
  expect(server.requests.length).toBeLessThanOrEqual(1); // The timeout may precede the first request.
});

const beginnings: [string, RequestListener][] = [
  ["before the response", neverRespond],
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

for (const [beginning, begin] of beginnings) {
  test.for(waysAndReasons)(
    `an abort ${beginning} closes the connection: signal $way, reason $kind`,
    async ({ callWith, reason }) => {
      await using server = await serve(begin);
      const controller = new AbortController();
      const call = failureOf(callWith(server, controller.signal)(plain));
      await server.received(1);
      controller.abort(reason);
      expect(await call).toBe(reason);
      await server.closed(1);
      expect(server.requests).toHaveLength(1);
    },
  );
}

const fetches: [string, CallOptions][] = [
  ["the platform's fetch", {}],
  ["a fetch that ignores the signal", { fetch: deafFetch }],
];

test.for(
  fetches.flatMap(([name, options]) =>
    reasons.flatMap(([kind, reason]) => [
      { name, options, kind, reason, by: "the stream" },
      { name, options, kind, reason, by: "the signal" },
    ]),
  ),
)("a stream aborted by $by while it is read throws the reason: $name, $kind", async (parameters) => {
  const { options, reason, by } = parameters;
  await using server = await serve(beginStream(events[0]));
  const controller = new AbortController();
  const stream = await clientOf(server).complete(streamed, { ...options, signal: controller.signal });
  const read: unknown[] = [];
  const reading = failureOf(
    (async () => {
      for await (const chunk of stream) {
        read.push(chunk);
        // By then, the loop is waiting for the next chunk.
        setImmediate(() => (by === "the stream" ? stream.abort(reason) : controller.abort(reason)));
      }
    })(),
  );
  expect(await reading).toBe(reason);
  expect(await failureOf(stream.final())).toBe(reason);
  expect(read).toEqual([chunks[0]]);
  expect(stream.partial()).toEqual(chunks[0]);
  await server.closed(1);
});

test.for(reasons)(
  "chunks that arrived before an abort but were not read are discarded: %s",
  async ([, reason]) => {
    await using server = await serve(respondStream());
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
  },
);

test("an abort between the response and its first event ends a stream whose fetch ignores the signal", async () => {
  for (const turns of [1, 2, 3, 4]) {
    const controller = new AbortController();
    const body = new ReadableStream(); // It never has an event.
    const fetch = async () => {
      let abort = () => controller.abort("enough");
      for (let turn = 0; turn < turns; turn++) abort = queueMicrotask.bind(undefined, abort);
      abort();
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    };
    const client = clientOf({ url: "http://client.test" }, { fetch });
    const call = client.complete(streamed, { signal: controller.signal });
    expect(await failureOf(call)).toBe("enough");
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

test("only the first of two aborts counts", async () => {
  await using server = await serve(beginStream(events[0]));
  const controller = new AbortController();
  const stream = await clientOf(server).complete(streamed, { signal: controller.signal });
  controller.abort("first");
  stream.abort("second");
  expect(await failureOf(stream.final())).toBe("first");
});

test("an abort after the end changes nothing", async () => {
  await using server = await serve(respondStream());
  const controller = new AbortController();
  const stream = await clientOf(server).complete(streamed, { signal: controller.signal });
  await stream.final();
  controller.abort();
  stream.abort();
  expect(await stream.final()).toEqual(completion);
});

test("a signal of a call aborts that call, and a signal of the client all calls", async () => {
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
  ["a completion", respondJson(200, completion), (complete) => complete(plain)],
  ["an error", respondError(404), (complete) => failureOf(complete(plain))],
  ["a lost connection", hangUp, (complete) => failureOf(complete(plain))],
])("a long-lived signal has no listener left after %s", async ([, listener, call]) => {
  await using server = await serve(listener);
  const { signal } = new AbortController();
  const other = new AbortController().signal;
  const client = clientOf(server, { signal });
  await call((request) => client.complete(request, { signal: other }));
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(getEventListeners(other, "abort")).toHaveLength(0);
});

test("parallel calls and streams share one listener on each signal", async () => {
  await using server = await serve(beginStream(events[0]));
  const all = new AbortController();
  const one = new AbortController();
  const client = clientOf(server, { signal: all.signal });
  const calls = Array.from({ length: 30 }, () => client.complete(streamed, { signal: one.signal }));
  const ends = calls.map(async (call) => failureOf((await call).final()));
  await Promise.all(calls);
  for (const { signal } of [all, one]) expect(getEventListeners(signal, "abort")).toHaveLength(1);
  one.abort("enough");
  expect(await Promise.all(ends)).toEqual(calls.map(() => "enough"));
  for (const { signal } of [all, one]) expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("a call that ends leaves the others of its signal abortable", async () => {
  await using server = await serve(neverRespond, respondJson(200, completion));
  const controller = new AbortController();
  const client = clientOf(server, { signal: controller.signal });
  const waiting = failureOf(client.complete(plain));
  await server.received(1);
  await client.complete(plain);
  controller.abort("enough");
  expect(await waiting).toBe("enough");
});

test("a signal that is aborted from the start leaves no listener on the other", async () => {
  const { signal } = new AbortController();
  const client = clientOf({ url: "http://client.test" }, { signal: AbortSignal.abort("early") });
  expect(await failureOf(client.complete(plain, { signal }))).toBe("early");
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("retries do not add listeners", async () => {
  const { signal } = new AbortController();
  const counts: number[] = [];
  await using server = await serve(respondError(503), respondError(503), respondJson(200, completion));
  const onRetry = () => counts.push(getEventListeners(signal, "abort").length);
  await clientOf(server, { maxRetries: 2, onRetry }).complete(plain, { signal });
  expect(counts).toEqual([1, 1]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

type Stream = AsyncIterable<unknown> & { final(): Promise<unknown>; abort(): void };

test.for<[string, RequestListener, (stream: Stream) => unknown]>([
  ["is read", respondStream(), collect],
  ["breaks off", beginStream(events[0], hangUp), (stream) => failureOf(stream.final())],
  ["is malformed", respondStream(`${events[0]}data: {\n\n`), (stream) => failureOf(stream.final())],
  ["is aborted", beginStream(events[0]), (stream) => stream.abort()],
  [
    "is no longer iterated",
    beginStream(events[0]),
    async (stream) => {
      for await (const _ of stream) break;
    },
  ],
])("a long-lived signal has one listener until a stream %s, then none", async ([, listener, use]) => {
  await using server = await serve(listener);
  const { signal } = new AbortController();
  const stream = await clientOf(server).complete(streamed, { signal });
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  await use(stream);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("a call does not wait for a fetch that ignores an abort", async () => {
  await using server = await serve(neverRespond);
  const controller = new AbortController();
  const call = clientOf(server, { fetch: deafFetch }).complete(plain, { signal: controller.signal });
  await server.received(1);
  controller.abort("enough");
  expect(await failureOf(call)).toBe("enough");
});

test.for<[string, (stream: CompletionStream) => Promise<void>]>([
  [
    "by break",
    async (stream) => {
      for await (const _ of stream) break;
    },
  ],
  [
    "by an error",
    async (stream) => {
      const loop = async () => {
        for await (const _ of stream) throw new Error("Enough.");
      };
      await expect(loop()).rejects.toThrow("Enough.");
    },
  ],
  [
    "over the text",
    async (stream) => {
      for await (const _ of stream.text()) break;
    },
  ],
])("leaving a loop early closes the connection: %s", async ([, leave]) => {
  await using server = await serve(beginStream(events[0]));
  const stream = await clientOf(server).complete(streamed);
  await leave(stream);
  await server.closed(1);
  await expect(stream.final()).rejects.toMatchObject({ name: "AbortError" });
  expect(stream.partial()).toEqual(chunks[0]);
});
