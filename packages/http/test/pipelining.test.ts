import { once } from "node:events";
import { unauthorized } from "@completions-api/protocol";
import { openConnection, parseResponses, receive } from "@completions-api/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createApiServer, readBody, sendResponse, sendStream } from "../src/index.ts";
import { endlessEvents, formatTextRequest, startTestServer } from "./support/start-server.ts";

/** Starts a server that responds with the body of each request after some turns, and watches how many it handles at a time. */
async function startCounter() {
  const counts = { begun: 0, now: 0, most: 0 };
  const server = await startTestServer(async (request, response) => {
    counts.begun += 1;
    counts.now += 1;
    counts.most = Math.max(counts.most, counts.now);
    const body = String(await readBody(request));
    for (let turn = 0; turn < body.length % 3; turn += 1) await new Promise(setImmediate);
    counts.now -= 1;
    await sendResponse(response, { status: 200, headers: {}, body });
  });
  return { counts, server };
}

test("5,000 requests on one connection are handled one at a time, and answered in order", async () => {
  const { counts, server } = await startCounter();
  await using _ = server;
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  const bodies = Array.from({ length: 5000 }, (_, index) => `body ${index}`);
  const bytes = bodies.map(formatTextRequest).join("");
  socket.write(bytes.replace(/(.*)\r\nHost/s, "$1\r\nConnection: close\r\nHost"));
  expect(parseResponses(await closed).map(({ body }) => body)).toEqual(bodies);
  expect(counts).toEqual({ begun: 5000, now: 0, most: 1 });
});

test("a turn of the event loop is not full of the requests of one connection", async () => {
  let inTurn = 0;
  let most = 0;
  await using server = await startTestServer(async (_request, response) => {
    if (inTurn === 0) {
      setImmediate(() => {
        inTurn = 0;
      });
    }
    inTurn += 1;
    most = Math.max(most, inTurn);
    await sendResponse(response, { status: 200, headers: {}, body: "" });
  });
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  const bytes = formatTextRequest("").repeat(1000);
  socket.write(bytes + formatTextRequest("").replace("\r\n", "\r\nConnection: close\r\n"));
  expect(parseResponses(await closed)).toHaveLength(1001);
  // Those that the turn before has put off come in the same turn.
  expect(most).toBeLessThanOrEqual(32);
});

test("any requests, in packets of any sizes, are answered in order", async () => {
  const { counts, server } = await startCounter();
  await using _ = server;
  const body = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.integer({ min: 1, max: 100_000 }).map((length) => "a".repeat(length)),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(body, { minLength: 1, maxLength: 60 }),
      fc.array(fc.nat(70_000), { maxLength: 4 }),
      async (bodies, cuts) => {
        const socket = await openConnection(server);
        const { closed } = receive(socket);
        const bytes = Buffer.from(bodies.map(formatTextRequest).join(""));
        let start = 0;
        for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
          socket.write(bytes.subarray(start, cut));
          start = Math.min(cut, bytes.length);
          await new Promise(setImmediate);
        }
        socket.write("GET /end HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        const responses = parseResponses(await closed);
        expect(responses.map(({ body }) => body).slice(0, -1)).toEqual(bodies);
        expect(responses).toHaveLength(bodies.length + 1);
      },
    ),
    { numRuns: 100 },
  );
  expect(counts).toMatchObject({ now: 0, most: 1 });
});

test("a client that disconnects aborts the request that is being handled, and none of those behind it begins", async () => {
  const signals: AbortSignal[] = [];
  await using server = await startTestServer(async (_request, response, clientGone) => {
    signals.push(clientGone);
    if (signals.length === 1) await once(clientGone, "abort");
    await sendResponse(response, { status: 200, headers: {}, body: "" });
  });
  const socket = await openConnection(server);
  socket.write(formatTextRequest("").repeat(10));
  await expect.poll(() => signals).toHaveLength(1);
  socket.destroy();
  await once(signals[0] as AbortSignal, "abort"); // There is one.
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  expect(signals).toHaveLength(1);
});

test("a client that disconnects while nothing is read of it starts at most one further request", async () => {
  let begun = 0;
  const cut = Promise.withResolvers<void>();
  await using server = await startTestServer(async (_request, response, signal) => {
    begun += 1;
    signal.addEventListener("abort", () => cut.resolve());
    await sendStream(response, endlessEvents(), { signal });
  });
  const socket = await openConnection(server);
  socket.on("error", () => {});
  socket.write(formatTextRequest("").repeat(5000));
  await once(socket, "data");
  socket.destroy();
  await cut.promise;
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  expect(begun).toBeLessThanOrEqual(2);
});

test("requests that wait are bounded over all connections; the others go on", async () => {
  const held: (() => void)[] = [];
  let isOpen = false;
  await using server = await startTestServer(async (_request, response) => {
    if (!isOpen) await new Promise<void>((resolve) => held.push(resolve));
    await sendResponse(response, { status: 200, headers: {}, body: "" });
  });
  const small = "GET / HTTP/1.1\r\nHost:\r\n\r\n";
  // Each of them makes at least 16 requests wait, before it is held.
  const ends = Array.from({ length: 300 }, async () => {
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    const last = small.replace("\r\n", "\r\nConnection: close\r\n");
    socket.write(formatTextRequest("") + small.repeat(100) + last);
    return parseResponses(await closed).length;
  });
  let cutOff = 0;
  for (const end of ends) void end.then(() => (cutOff += 1));
  await expect.poll(() => cutOff).toBeGreaterThan(0);
  isOpen = true;
  for (const resolve of held) resolve();
  const counts = await Promise.all(ends);
  expect(counts.filter((count) => count === 102)).not.toEqual([]);
  // There is room again.
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  const all = formatTextRequest("").repeat(100);
  socket.write(all + small.replace("\r\n", "\r\nConnection: close\r\n"));
  expect(parseResponses(await closed)).toHaveLength(101);
});

test("a response that the client does not read yet holds the requests behind it", async () => {
  const { counts, server } = await startCounter();
  await using _ = server;
  const socket = await openConnection(server);
  const { received, closed } = receive(socket);
  socket.pause();
  const body = "a".repeat(500_000);
  socket.write(formatTextRequest(body).repeat(40));
  await expect.poll(() => counts.begun).toBeGreaterThan(0);
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(counts.begun).toBeLessThan(40);
  socket.resume();
  await expect
    .poll(() => received.reduce((sum, { length }) => sum + length, 0))
    .toBeGreaterThan(40 * body.length);
  socket.end();
  expect(parseResponses(await closed)).toHaveLength(40);
});

test("after 100 refusals in a row, a connection is closed with the next response", async () => {
  let isRefused = true;
  const api = createApiServer(({ response }) => ({
    async handle() {
      if (isRefused) throw unauthorized("No token is accepted");
      await sendResponse(response, { status: 200, headers: {}, body: "" });
    },
  }));
  await using server = {
    url: await api.listen({ host: "127.0.0.1", port: 0 }),
    [Symbol.asyncDispose]: api.close,
  };
  const one = formatTextRequest("");
  const refused = await openConnection(server);
  const { closed } = receive(refused);
  refused.write(one.repeat(1000));
  const responses = parseResponses(await closed);
  expect(responses).toHaveLength(101);
  expect(responses.map(({ headers }) => headers.get("connection"))).toEqual([
    ...Array(100).fill("keep-alive"),
    "close",
  ]);

  const mixed = await openConnection(server);
  const { closed: mixedClosed } = receive(mixed);
  for (let round = 0; round < 3; round += 1) {
    isRefused = true;
    for (let count = 0; count < 60; count += 1) {
      mixed.write(one);
      await once(mixed, "data");
    }
    isRefused = false;
    mixed.write(one);
    await once(mixed, "data");
  }
  mixed.end();
  expect(parseResponses(await mixedClosed)).toHaveLength(183);
});
