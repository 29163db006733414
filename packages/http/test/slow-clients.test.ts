import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";
import { openConnection, parseResponses, receive } from "@completions-api/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBody, sendResponse, sendStream } from "../src/index.ts";
import { Progress } from "../src/progress.ts";
import { expectOneError } from "./support/expect-error.ts";
import { endlessEvents, formatTextRequest, type Handler, startTestServer } from "./support/start-server.ts";

const request = formatTextRequest("Hello");

const streamEndlessly: Handler = (_request, response, signal) =>
  sendStream(response, endlessEvents(), { signal, keepAlive: 20 });

describe("a client that sends too slowly gets a 408", () => {
  test.each([
    ["in the middle of the head", request.slice(0, 20)],
    ["in the middle of the body", request.slice(0, -2)],
    ["before the first byte", ""],
  ])("%s", async (_where, bytes) => {
    await using server = await startTestServer(undefined, { headTimeout: 100, requestTimeout: 200 });
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    socket.write(bytes);
    const { response, code } = expectOneError(parseResponses(await closed));
    expect(code).toBe("request_timeout");
    expect(response.headers.get("connection")).toBe("close");
  });
});

describe("a client that stops sending a body gets a 408", () => {
  const stopping = { bodyTimeout: 100 };

  test("with a length, while the time for the whole request has not passed", async () => {
    await using server = await startTestServer(undefined, stopping);
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    const began = performance.now();
    socket.write(request.slice(0, -2));
    const { response, code } = expectOneError(parseResponses(await closed));
    expect(code).toBe("request_timeout");
    expect(response.headers.get("retry-after")).toBe("1");
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test("in chunks", async () => {
    await using server = await startTestServer(undefined, stopping);
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    socket.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    expect(expectOneError(parseResponses(await closed)).code).toBe("request_timeout");
  });

  test("but not one that sends a little again and again", async () => {
    await using server = await startTestServer(undefined, { bodyTimeout: 400 });
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    socket.write(request.slice(0, -5));
    for (const byte of "Hello") {
      await setTimeout(150);
      socket.write(byte);
    }
    await once(socket, "data");
    socket.end();
    expect(parseResponses(await closed)).toMatchObject([{ status: 200, body: "Hello" }]);
  });

  test("but not one whose body the server does not read", async () => {
    await using server = await startTestServer(async (message, response) => {
      await setTimeout(500);
      await sendResponse(response, { status: 200, headers: {}, body: String(await readBody(message)) });
    }, stopping);
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    const body = "a".repeat(900_000);
    socket.write(formatTextRequest(body));
    await once(socket, "data");
    socket.end();
    expect(parseResponses(await closed)).toMatchObject([{ status: 200, body }]);
  });
});

test("a body that the server does not read stays with the client", async () => {
  const asked = Promise.withResolvers<IncomingMessage>();
  await using server = await startTestServer(async (message) => {
    asked.resolve(message);
    await once(message, "close");
  });
  const socket = await openConnection(server);
  socket.on("error", () => {});
  socket.write(formatTextRequest("a".repeat(50_000_000)));
  const message = await asked.promise;
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(message.socket.bytesRead).toBeLessThan(500_000);
  socket.destroy();
});

describe("a client that reads nothing is disconnected", () => {
  test.each<[what: string, handle: Handler]>([
    ["a stream", streamEndlessly],
    [
      "a whole response",
      (_request, response) =>
        sendResponse(response, { status: 200, headers: {}, body: "a".repeat(20_000_000) }),
    ],
  ])("while it is sent %s", async (_what, handle) => {
    const left = Promise.withResolvers<AbortSignal>();
    await using server = await startTestServer(
      (message, response, clientGone) => {
        clientGone.addEventListener("abort", () => left.resolve(clientGone));
        return handle(message, response, clientGone);
      },
      { readTimeout: 100 },
    );
    const socket = await openConnection(server);
    socket.on("error", () => {});
    socket.pause();
    socket.write(request);
    expect((await left.promise).aborted).toBe(true);
    socket.destroy();
  });

  test("but one that waits for a response is not", async () => {
    // The limit of the second client begins after the first one's request, so it has passed for both.
    const waiting = Promise.withResolvers<void>();
    const cutOff = Promise.withResolvers<void>();
    let count = 0;
    await using server = await startTestServer(
      async (message, response, clientGone) => {
        count += 1;
        if (count === 1) {
          waiting.resolve();
          await cutOff.promise;
          await sendResponse(response, { status: 200, headers: {}, body: "late" });
        } else {
          clientGone.addEventListener("abort", () => cutOff.resolve());
          await streamEndlessly(message, response, clientGone);
        }
      },
      { readTimeout: 100 },
    );
    const late = fetch(server.url, { method: "POST" });
    await waiting.promise;
    const socket = await openConnection(server);
    socket.on("error", () => {});
    socket.pause();
    socket.write(request);
    expect(await (await late).text()).toBe("late");
    socket.destroy();
  });
});

test.each([
  ["comments come", 20],
  ["no comments come", undefined],
])("a client that reads nothing is disconnected in time while %s", async (_what, keepAlive) => {
  const left = Promise.withResolvers<number>();
  await using server = await startTestServer(
    async (_message, response, clientGone) => {
      clientGone.addEventListener("abort", () => left.resolve(performance.now()));
      await sendStream(response, endlessEvents(), { signal: clientGone, ...(keepAlive && { keepAlive }) });
    },
    { readTimeout: 1000 },
  );
  const socket = await openConnection(server);
  socket.on("error", () => {});
  socket.pause();
  const began = performance.now();
  socket.write(request);
  const duration = (await left.promise) - began;
  expect(duration).toBeGreaterThan(900);
  // A busy machine gets a second more.
  expect(duration).toBeLessThan(2500);
  socket.destroy();
});

describe("progress", () => {
  const pace = { time: 100, bytes: 10 };

  test("is fewer bytes than the pace within its time, however often one of them comes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ wait: fc.nat(60), bytes: fc.nat(20) }), { maxLength: 50 }),
        (steps) => {
          const progress = new Progress();
          let [now, bytes] = [0, 0];
          // The last time at which enough had come since the last such time.
          let [goodTime, goodBytes] = [0, 0];
          progress.isStalled(bytes, now, pace);
          for (const step of steps) {
            now += step.wait;
            bytes += step.bytes;
            const isEnough = bytes - goodBytes >= pace.bytes;
            if (isEnough) [goodTime, goodBytes] = [now, bytes];
            expect(progress.isStalled(bytes, now, pace)).toBe(now - goodTime >= pace.time);
          }
        },
      ),
    );
  });

  test("begins anew after a reset", () => {
    const progress = new Progress();
    expect(progress.isStalled(0, 0, pace)).toBe(false);
    progress.reset();
    expect(progress.isStalled(0, 1000, pace)).toBe(false);
    expect(progress.isStalled(9, 1100, pace)).toBe(true);
  });
});

test("a client that reads slowly, but steadily, gets all of a large response", async () => {
  const body = "a".repeat(8_000_000);
  await using server = await startTestServer(
    (_message, response) => sendResponse(response, { status: 200, headers: {}, body }),
    { readTimeout: 1000 },
  );
  const socket = await openConnection(server);
  const { received, closed } = receive(socket);
  socket.write(request.replace("\r\n", "\r\nConnection: close\r\n"));
  const began = performance.now();
  // Some 2 MB a second: it takes longer than the limit, in one write.
  socket.on("data", (data: Buffer) => {
    socket.pause();
    void setTimeout(data.length / 2000).then(() => socket.resume());
  });
  expect(parseResponses(await closed)).toMatchObject([{ status: 200, body }]);
  expect(performance.now() - began).toBeGreaterThan(2000);
  expect(received.length).toBeGreaterThan(1);
});
