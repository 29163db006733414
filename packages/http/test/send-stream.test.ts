import type { ServerResponse } from "node:http";
import { openConnection, readResponse, receive, splitChunks, splitEvents } from "@completions-api/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AsciiText, Cancellation, type Content, sendStream } from "../src/index.ts";
import { expectError } from "./support/expect-error.ts";
import { formatTextRequest, startTestServer, streamAround } from "./support/start-server.ts";

const request = formatTextRequest("Hello");

test("writes events in order, and each batch in one HTTP chunk", async () => {
  let batches: readonly (Content | readonly string[])[] = [];
  let returned: (typeof batches)[number] | undefined;
  await using server = await startTestServer((_request, response, signal) =>
    sendStream(
      response,
      (async function* () {
        for (const batch of batches) {
          yield batch;
          await new Promise(setImmediate);
        }
        return returned;
      })(),
      { signal },
    ),
  );
  const event = fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" });
  const ascii = fc.string({ unit: "binary-ascii" }).map((text) => new AsciiText(text));
  const batch = fc.oneof(event, ascii, fc.array(event), fc.uint8Array({ maxLength: 20 }));
  await fc.assert(
    fc.asyncProperty(fc.array(batch), fc.option(batch, { nil: undefined }), async (sent, last) => {
      batches = sent;
      returned = last;
      const socket = await openConnection(server);
      const { closed } = receive(socket);
      socket.write(request.replace("\r\n", "\r\nConnection: close\r\n"));
      const response = await closed;
      const { chunks } = splitChunks(response.subarray(response.indexOf("\r\n\r\n") + 4));
      expect(chunks.map(String)).toEqual(
        [...sent, last ?? ""]
          .map((batch) => {
            if (batch instanceof AsciiText) return batch.text;
            return batch instanceof Uint8Array ? Buffer.from(batch).toString() : [batch].flat().join("");
          })
          .filter((written) => written !== ""),
      );
    }),
    { numRuns: 200 },
  );
});

test("takes no more events than the client reads, and ends their source when the client disconnects", async () => {
  const event = `data: ${"a".repeat(10_000)}\n\n`;
  const ended = Promise.withResolvers<void>();
  let taken = 0;
  async function* endless() {
    try {
      for (;;) {
        taken += 1;
        yield event;
      }
    } finally {
      ended.resolve();
    }
  }
  const full = Promise.withResolvers<void>();
  await using server = await startTestServer((_request, response, signal) => {
    watchUntilFull(response, full.resolve);
    return sendStream(response, endless(), { signal });
  });
  const socket = await openConnection(server);
  socket.pause();
  socket.write(request);
  await full.promise;
  const takenAtFirst = taken;
  // Taking the next event would need far fewer turns.
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(taken).toBe(takenAtFirst);

  const enough = Promise.withResolvers<void>();
  let received = 0;
  socket.on("data", (data) => {
    received += data.length;
    if (received > (takenAtFirst + 100) * event.length) enough.resolve();
  });
  socket.resume();
  await enough.promise;
  socket.destroy();
  await ended.promise;
});

test("keeps all text for a client that reads later", async () => {
  // More than the buffers of a connection hold, in batches of which several wait.
  const batches = Array.from({ length: 4000 }, (_, index): Content => {
    const text = `${index} ${"a".repeat(5000)}`;
    return index % 2 ? new AsciiText(text) : `${text}é鯨`;
  });
  const full = Promise.withResolvers<void>();
  await using server = await startTestServer((_request, response, signal) => {
    watchUntilFull(response, full.resolve);
    async function* events() {
      yield* batches;
    }
    return sendStream(response, events(), { signal });
  });
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  socket.pause();
  socket.write(request.replace("\r\n", "\r\nConnection: close\r\n"));
  await full.promise;
  socket.resume();
  const response = await closed;
  const { chunks } = splitChunks(response.subarray(response.indexOf("\r\n\r\n") + 4));
  expect(chunks.map(String)).toEqual(
    batches.map((batch) => (batch instanceof AsciiText ? batch.text : String(batch))),
  );
});

test("does not wait for a client that does not read if the signal is aborted already", async () => {
  const failure = Promise.withResolvers<unknown>();
  const cancellation = new Cancellation();
  async function* events() {
    cancellation.abort("enough");
    // More than the buffers of a connection hold.
    yield "a".repeat(20_000_000);
    yield "b";
  }
  await using server = await startTestServer((_request, response) =>
    sendStream(response, events(), { signal: cancellation }).catch(failure.resolve),
  );
  const socket = await openConnection(server);
  socket.pause();
  socket.write(request);
  expect(await failure.promise).toBe("enough");
  socket.destroy();
});

test("sends comments while a stream is silent", async () => {
  const end = Promise.withResolvers<void>();
  await using server = await startTestServer(streamAround(end.promise, { keepAlive: 10 }));
  const response = await fetch(server.url, { method: "POST" });
  let text = "";
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.split(": keep-alive\n\n").length > 3) end.resolve();
  }
  expect(text).toMatch(/^data: 1\n\n(: keep-alive\n\n){3,}data: 2\n\n$/);
});

test("reports a failure with its status before the first event, and with an event after it", async () => {
  let events = ["data: 1\n\n"];
  await using server = await startTestServer((_request, response, signal) =>
    sendStream(
      response,
      (async function* () {
        yield* events;
        throw new Error("It broke.");
      })(),
      { signal },
    ),
  );
  const late = await fetch(server.url, { method: "POST" });
  expect(late.status).toBe(200);
  const [first, last] = splitEvents(await late.text());
  expect(first).toBe("1");
  expect(JSON.parse(String(last))).toMatchObject({ error: { code: "internal_error" } });

  events = [];
  const early = await fetch(server.url, { method: "POST" });
  expect(expectError(await readResponse(early))).toBe("internal_error");
});

test("sends a stream without events as a stream", async () => {
  await using server = await startTestServer((_request, response, signal) =>
    sendStream(response, (async function* () {})(), { signal }),
  );
  const response = await fetch(server.url, { method: "POST" });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
  expect(response.headers.get("x-accel-buffering")).toBe("no");
  expect(await response.text()).toBe("");
});

test("sends the bare events to a client of HTTP/1.0", async () => {
  await using server = await startTestServer(streamAround(Promise.resolve()));
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  socket.write(request.replace("HTTP/1.1", "HTTP/1.0"));
  expect(String(await closed)).toMatch(/\r\n\r\ndata: 1\n\ndata: 2\n\n$/);
});

/** Calls back once a client has so much to read that the response waits for it. */
function watchUntilFull(response: ServerResponse, onFull: () => void): void {
  const watch = setInterval(() => {
    if (!response.writableNeedDrain) return;
    clearInterval(watch);
    onFull();
  }, 5);
}
