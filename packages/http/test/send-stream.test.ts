import { once } from "node:events";
import { openConnection, receive } from "@completions-api/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sendStream } from "../src/index.ts";
import { expectError } from "./support/expect-error.ts";
import { formatRequest, startServer } from "./support/start-server.ts";

const request = formatRequest("Hello");

test("events are written in order, those together that come together", async () => {
  let batches: readonly (string | readonly string[])[] = [];
  await using server = await startServer((_request, response, signal) =>
    sendStream(
      response,
      (async function* () {
        for (const batch of batches) {
          yield batch;
          await new Promise(setImmediate);
        }
      })(),
      { signal },
    ),
  );
  const event = fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(event, fc.array(event))), async (sent) => {
      batches = sent;
      const socket = await openConnection(server);
      const { closed } = receive(socket);
      socket.write(request.replace("\r\n", "\r\nConnection: close\r\n"));
      expect(readChunks(await closed)).toEqual(
        sent.map((batch) => [batch].flat().join("")).filter((written) => written !== ""),
      );
    }),
    { numRuns: 200 },
  );
});

/** What an answer's body was written as (RFC 9112, section 7.1), a chunk each. */
function readChunks(answer: Buffer): string[] {
  const chunks: string[] = [];
  let rest = answer.subarray(answer.indexOf("\r\n\r\n") + 4);
  for (;;) {
    const lineEnd = rest.indexOf("\r\n");
    const size = Number.parseInt(String(rest.subarray(0, lineEnd)), 16);
    if (size === 0) return chunks;
    chunks.push(String(rest.subarray(lineEnd + 2, lineEnd + 2 + size)));
    rest = rest.subarray(lineEnd + 2 + size + 2);
  }
}

test("takes no more than a client reads, and stops what makes it once that leaves", async () => {
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
  await using server = await startServer((_request, response, signal) => {
    const watch = setInterval(() => {
      if (!response.writableNeedDrain) return;
      clearInterval(watch);
      full.resolve();
    }, 5);
    return sendStream(response, endless(), { signal });
  });
  const socket = await openConnection(server);
  socket.pause();
  socket.write(request);
  await full.promise;
  const takenAtFirst = taken;
  // Many more turns than it would need to take the next.
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

test("silence within a stream is filled with comments", async () => {
  const end = Promise.withResolvers<void>();
  await using server = await startServer((_request, response, signal) =>
    sendStream(
      response,
      (async function* () {
        yield "data: 1\n\n";
        await end.promise;
        yield "data: 2\n\n";
      })(),
      { signal, keepAlive: 10 },
    ),
  );
  const response = await fetch(server.url, { method: "POST" });
  let text = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (text.split(": keep-alive\n\n").length > 3) end.resolve();
  }
  expect(text).toMatch(/^data: 1\n\n(: keep-alive\n\n){3,}data: 2\n\n$/);
});

test("what fails before the first event is answered with its status, later with an event", async () => {
  let events = ["data: 1\n\n"];
  await using server = await startServer((_request, response, signal) =>
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
  const [first, last] = (await late.text()).split("\n\n");
  expect(first).toBe("data: 1");
  expect(JSON.parse(String(last).slice("data: ".length))).toMatchObject({
    error: { code: "internal_error" },
  });

  events = [];
  const early = await fetch(server.url, { method: "POST" });
  expect(expectError({ status: early.status, headers: early.headers, body: await early.text() })).toBe(
    "internal_error",
  );
});

test("a stream of no events is a stream", async () => {
  await using server = await startServer((_request, response, signal) =>
    sendStream(response, (async function* () {})(), { signal }),
  );
  const response = await fetch(server.url, { method: "POST" });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("x-accel-buffering")).toBe("no");
  expect(await response.text()).toBe("");
});

test("a client that leaves with several requests open has left each of them", async () => {
  const open: AbortSignal[] = [];
  const begun = Promise.withResolvers<void>();
  await using server = await startServer(async (_request, response, clientGone) => {
    open.push(clientGone);
    if (open.length === 3) begun.resolve();
    await sendStream(
      response,
      (async function* () {
        for (;;) yield `data: ${"a".repeat(10_000)}\n\n`;
      })(),
      { signal: clientGone },
    );
  });
  const socket = await openConnection(server);
  socket.on("error", () => {});
  socket.write(request.repeat(3));
  await begun.promise;
  const left = open.map((clientGone) => once(clientGone, "abort"));
  socket.destroy();
  await Promise.all(left);
});
