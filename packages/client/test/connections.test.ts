import type { RequestListener, ServerResponse } from "node:http";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import { expect, test } from "vitest";
import type { CompletionsClient } from "../src/index.ts";
import { clientOf } from "./support/client.ts";
import { collectGarbage } from "./support/collect-garbage.ts";
import {
  beginStream,
  chunkOf,
  completion,
  events,
  respond,
  respondError,
  respondJson,
  respondStream,
  streamBody,
} from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const plain = { prompt: "Once upon a time" };
const streamed = { prompt: "Once upon a time", stream: true } as const;

test.for<[string, RequestListener, (client: CompletionsClient) => Promise<unknown>]>([
  ["completions", respondJson(200, completion), (client) => client.complete(plain)],
  ["errors", respondError(404), (client) => client.complete(plain).catch(() => {})],
  ["pages", respond(200, "text/html", "<html>"), (client) => client.complete(plain).catch(() => {})],
  ["streams", respondStream(), async (client) => (await client.complete(streamed)).final()],
])("a connection is reused after %s", async ([, listener, call]) => {
  await using server = await serve(listener);
  const client = clientOf(server);
  for (let count = 0; count < 10; count++) await call(client);
  expect(server.requests).toHaveLength(10);
  expect(server.connections).toBeLessThanOrEqual(2); // Node's `fetch` by itself opens as many.
});

test("a connection is reused after streams whose body ends later than [DONE]", async () => {
  let response: ServerResponse | undefined;
  await using server = await serve(
    beginStream(streamBody, (_request, begun) => {
      response = begun;
    }),
  );
  const client = clientOf(server);
  for (let call = 0; call < 10; call++) {
    await (await client.complete(streamed)).final();
    await new Promise<void>((resolve) => response?.end(resolve));
  }
  expect(server.requests).toHaveLength(10);
  expect(server.connections).toBeLessThanOrEqual(2);
});

/** Creates a client whose server sends the next text of `pull` whenever something is read. */
function clientOfBody(pull: () => string | undefined): CompletionsClient {
  const encoder = new TextEncoder();
  const fetch = async () => {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const text = pull();
        if (text === undefined) controller.close();
        else controller.enqueue(encoder.encode(text));
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
  return clientOf({ url: "http://client.test" }, { fetch });
}

test("reads no further than the consumer", async () => {
  let pulled = 0;
  const client = clientOfBody(() => {
    pulled += 1;
    return events[1];
  });
  const stream = await client.complete(streamed);
  // The stream of the platform reads one piece ahead.
  const ahead = 2;
  expect(pulled).toBeLessThanOrEqual(1 + ahead);
  let read = 0;
  for await (const _ of stream) {
    read += 1;
    await new Promise(setImmediate);
    expect(pulled).toBeLessThanOrEqual(read + ahead);
    if (read === 100) break;
  }
  expect(read).toBe(100);
});

test("a long stream only holds its text in memory", async () => {
  const memory = () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  // 64 KiB for a single character of text.
  const piece = `: ${"comment ".repeat(4_096)}\n${encodeEvent(chunkOf("x")).replace("{", `{${" ".repeat(32_768)}`)}`;
  let sent = 0;
  const client = clientOfBody(() => {
    sent += 1;
    if (sent <= 2_000) return piece;
    return sent === 2_001 ? encodeEvent(chunkOf("x", "stop")) : sent === 2_002 ? doneEvent : undefined;
  });
  const stream = await client.complete(streamed);
  let read = 0;
  let before = 0;
  for await (const _ of stream) {
    read += 1;
    if (read === 200) before = memory();
  }
  expect(memory() - before).toBeLessThan(16 * 2 ** 20); // Of 112 MiB received.
  expect((await stream.final()).choices[0]?.text).toBe("x".repeat(2_001));
});
