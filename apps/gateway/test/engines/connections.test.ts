import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createUpstreamClient } from "../../src/backends/openai/connections/client.ts";
import { createDispatcher } from "../../src/backends/openai/connections/dispatcher.ts";
import { encode, events, type Script } from "../support/scripted-upstream.ts";
import { chunk, collectDeltas, requestFor, startEngine, usageChunk } from "../support/test-engine.ts";

const whole: Script = events(chunk("Hello", "stop"), usageChunk(3, 2), "[DONE]");

describe("a connection", () => {
  test("is reused after a stream although its consumer stops after the last delta", async () => {
    let taken = Promise.withResolvers<void>();
    let ended = Promise.withResolvers<void>();
    await using engine = await startEngine(async (response) => {
      response.once("close", () => ended.resolve());
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(encode(chunk("Hello", "stop")) + encode(usageChunk(3, 2)));
      await taken.promise;
      response.end(encode("[DONE]"));
    });
    const requests = 8;
    for (let request = 0; request < requests; request += 1) {
      taken = Promise.withResolvers();
      ended = Promise.withResolvers();
      const { deltas } = await engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000));
      for await (const _ of deltas) break;
      taken.resolve();
      await ended.promise;
      // The end of the stream may arrive too late now and then. If streams were cancelled, no connection would be reused.
      for (let turns = 0; turns < 10; turns += 1) await setImmediate();
    }
    expect(engine.upstream.connections).toBeLessThan(requests);
  });

  test("is closed if the server sends too much after the last delta", async () => {
    let megabytes = 0;
    await using engine = await startEngine(async (response, { abandoned }) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(encode(chunk("Hello", "stop")) + encode(usageChunk(3, 2)));
      const filler = `: ${"x".repeat(1_000_000)}\n`;
      for (; megabytes < 500 && !response.destroyed; megabytes += 1) {
        if (!response.write(filler)) await Promise.race([once(response, "drain"), abandoned]);
      }
    });
    expect(await collectDeltas(engine.generate, requestFor("Say it"))).toHaveLength(1);
    await engine.upstream.requests[0]?.abandoned;
    expect(megabytes).toBeLessThan(50);
  });

  test("is closed if the response does not end after the last delta", async () => {
    await using engine = await startEngine((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(encode(chunk("Hello", "stop")) + encode(usageChunk(3, 2)));
    });
    expect(await collectDeltas(engine.generate, requestFor("Say it"))).toHaveLength(1);
    await engine.upstream.requests[0]?.abandoned;
  });

  test("is closed if the consumer stops before the last delta", async () => {
    await using engine = await startEngine((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(encode(chunk("Hello")));
    });
    const { deltas } = await engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000));
    for await (const _ of deltas) break;
    await engine.upstream.requests[0]?.abandoned;
    expect(engine.upstream.requests).toHaveLength(1);
  });

  test("is not opened for a caller that disconnected before", async () => {
    await using engine = await startEngine(whole);
    const signal = AbortSignal.abort(new Error("The caller is gone."));
    await expect(engine.generate(requestFor("Say it"), signal)).rejects.toThrow("The caller is gone.");
    expect(engine.upstream.connections).toBe(0);
  });

  test("carries only one stream at a time", async () => {
    const all = Promise.withResolvers<void>();
    await using engine = await startEngine(async (response, request, index) => {
      if (index === 9) all.resolve();
      await all.promise;
      await whole(response, request, index);
    });
    const requests = Array.from({ length: 10 }, () => collectDeltas(engine.generate, requestFor("Say it")));
    expect((await Promise.all(requests)).map(({ length }) => length)).toEqual(Array(10).fill(1));
  });
});

test("reads from a server no faster than its deltas are consumed", async () => {
  const events = 500;
  const text = "x".repeat(100_000);
  let written = 0;
  await using engine = await startEngine(async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (; written < events; written += 1) {
      if (!response.write(encode(chunk(text)))) await once(response, "drain");
    }
    response.end(encode(chunk("", "stop")) + encode(usageChunk(3, 2)));
  });
  const { deltas } = await engine.generate(
    requestFor("Say it", { maxTokens: 100_000 }),
    AbortSignal.timeout(50_000),
  );
  // Waits until nothing moves any more. Without back-pressure that would be the end of the stream.
  let seen = -1;
  for (let turns = 0; turns < 500; turns += 1) {
    await setImmediate();
    if (seen !== written) turns = 0;
    seen = written;
  }
  expect(seen).toBeLessThan(events);
  let length = 0;
  for await (const batch of deltas) for (const delta of batch) length += delta.text.length;
  expect(length).toBe(events * text.length);
});

test("sends the trace, the credential and the path of the base URL to the server", async () => {
  await using engine = await startEngine(whole, { credential: "key" });
  await collectDeltas(
    engine.generate,
    requestFor("Say it", { trace: { traceparent: "00-1", "x-request-id": "7" } }),
  );
  expect(engine.upstream.requests[0]).toMatchObject({
    path: "/v1/completions",
    headers: { authorization: "Bearer key", traceparent: "00-1", "x-request-id": "7" },
  });
});

test("a body of one-byte chunks is read in long pieces", async () => {
  const bytes = 50_000;
  await using engine = await startEngine((response) => {
    response.socket?.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    response.socket?.write(`${"1\r\na\r\n".repeat(bytes)}0\r\n\r\n`);
  });
  const url = new URL(engine.upstream.url);
  const client = createUpstreamClient({ url, createDispatcher: () => createDispatcher(url.origin, {}) });
  const { body } = await client.post({}, "{}", AbortSignal.timeout(10_000), (response) => response);
  const pieces: Uint8Array[] = [];
  for await (const batch of body) pieces.push(...batch);
  expect(Buffer.concat(pieces).toString()).toBe("a".repeat(bytes));
  expect(pieces.length).toBeLessThan(1000);
  // The rest of a packet waits for the next turn of the event loop.
  expect(Math.max(...pieces.map(({ length }) => length))).toBe(2 ** 13);
  await client.close();
});
