import { once } from "node:events";
import { Agent, get, IncomingMessage } from "node:http";
import { openConnection, parseResponses, receive } from "@completions-api/testing";
import { afterEach, expect, test, vi } from "vitest";
import {
  type ApiServer,
  createApiServer,
  type RequestHandler,
  sendResponse,
  sendStream,
} from "../src/index.ts";
import { formatTextRequest } from "./support/start-server.ts";

const address = { host: "127.0.0.1", port: 0 };
const one = formatTextRequest("");

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function createServer(
  handle: (context: Parameters<Parameters<typeof createApiServer>[0]>[0]) => Promise<void>,
): ApiServer {
  return createApiServer((context): RequestHandler => ({ handle: () => handle(context) }));
}

const respond = createServer.bind(undefined, async ({ response }) => {
  await new Promise(setImmediate);
  await sendResponse(response, { status: 200, headers: {}, body: "ok" });
});

/**
 * Sends requests over a kept connection, one after the other, until it is closed after a response, and then connects again.
 *
 * @returns the code of the error for that.
 */
async function saturate(url: string, agent: Agent, answered: () => void): Promise<unknown> {
  for (;;) {
    const request = get(url, { agent });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.resume();
    await once(response, "end");
    if (response.headers.connection === "close") {
      return openConnection({ url }).then(
        () => "connected",
        ({ code }) => code,
      );
    }
    answered();
  }
}

test("64 saturated connections get a last response each, and none is reset, 5 times", async () => {
  for (let round = 0; round < 5; round += 1) {
    await using server = respond();
    const url = await server.listen(address);
    const agents = Array.from({ length: 64 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    // Only connections that the server has accepted are its to keep.
    const busy = agents.map(() => Promise.withResolvers<void>());
    const ends = agents.map((agent, index) => saturate(url, agent, () => busy[index]?.resolve()));
    await Promise.all(busy.map(({ promise }) => promise));
    const drained = server.drain(10_000);
    expect(await Promise.all(ends)).toEqual(Array(64).fill("ECONNREFUSED"));
    expect(await drained).toBe(0);
  }
});

test("with time to settle, connections are kept until it is over", async () => {
  await using server = respond();
  const url = await server.listen(address);
  const socket = await openConnection({ url });
  const { closed } = receive(socket);
  const drained = server.drain(60_000, 300);
  const began = performance.now();
  // One request after the other, until the connection is closed.
  socket.on("data", () => socket.writable && socket.write(one));
  socket.write(one);
  const responses = parseResponses(await closed);
  expect(performance.now() - began).toBeGreaterThan(250);
  expect(responses.length).toBeGreaterThan(1);
  expect(responses.map(({ headers }) => headers.get("connection"))).toEqual([
    ...Array(responses.length - 1).fill("keep-alive"),
    "close",
  ]);
  expect(await drained).toBe(0);
});

test("a connection that had been idle for long is kept for a second more, and then ended", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  await using server = respond();
  const url = await server.listen(address);
  const socket = await openConnection({ url });
  const { closed } = receive(socket);
  socket.write(one);
  await once(socket, "data");
  vi.advanceTimersByTime(60_000);
  const drained = server.drain(10_000);
  await expect.poll(() => openConnection({ url }).catch(({ code }) => code)).toBe("ECONNREFUSED");
  vi.advanceTimersByTime(500);
  // The server looks for idle connections every 100 ms.
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(socket.readableEnded).toBe(false);
  vi.advanceTimersByTime(500);
  expect(parseResponses(await closed)).toMatchObject([{ status: 200 }]);
  expect(await drained).toBe(0);
});

test("connections that the kernel has established are not reset", async () => {
  await using server = respond();
  const url = await server.listen(address);
  const sockets = await Promise.all(Array.from({ length: 200 }, () => openConnection({ url })));
  const responses = sockets.map(async (socket) => {
    const { closed } = receive(socket);
    socket.write(one);
    return parseResponses(await closed);
  });
  // The server, which has the same event loop, has accepted few of them yet.
  expect(await server.drain(60_000)).toBe(0);
  for (const response of await Promise.all(responses)) expect(response).toMatchObject([{ status: 200 }]);
});

test("a request that arrives on an idle connection after the drain has begun is answered", async () => {
  await using server = respond();
  const url = await server.listen(address);
  const kept = await openConnection({ url });
  const { closed } = receive(kept);
  kept.write(one);
  await once(kept, "data");
  const fresh = await openConnection({ url });
  const { closed: freshClosed } = receive(fresh);
  const drained = server.drain(10_000);
  await expect.poll(() => openConnection({ url }).catch(({ code }) => code)).toBe("ECONNREFUSED");
  kept.write(one);
  fresh.write(one);
  const responses = parseResponses(await closed);
  expect(responses.map(({ status, headers }) => [status, headers.get("connection")])).toEqual([
    [200, "keep-alive"],
    [200, "close"],
  ]);
  expect(parseResponses(await freshClosed)).toMatchObject([{ status: 200 }]);
  expect(await drained).toBe(0);
});

test("idle connections, and those of half a request's head, are ended after a second", async () => {
  await using server = respond();
  const url = await server.listen(address);
  const sockets = await Promise.all([
    openConnection({ url }),
    openConnection({ url }),
    openConnection({ url }),
  ]);
  const [kept, half] = sockets;
  const ends = sockets.map((socket) => once(socket, "end"));
  kept.write(one);
  await once(kept, "data");
  for (const socket of sockets) socket.resume();
  half.write(one.slice(0, 20));
  const began = performance.now();
  expect(await server.drain(60_000)).toBe(0);
  await Promise.all(ends);
  expect(performance.now() - began).toBeGreaterThan(900);
  expect(performance.now() - began).toBeLessThan(5000);
});

test("a connection whose response had begun before the drain is closed when it has become idle", async () => {
  const end = Promise.withResolvers<void>();
  async function* events() {
    yield "data: 1\n\n";
    await end.promise;
    yield "data: 2\n\n";
  }
  await using server = createServer(({ response, clientGone }) =>
    sendStream(response, events(), { signal: clientGone }),
  );
  const url = await server.listen(address);
  const socket = await openConnection({ url });
  const { closed } = receive(socket);
  socket.write(one);
  await once(socket, "data");
  const drained = server.drain(60_000);
  end.resolve();
  expect(parseResponses(await closed)).toMatchObject([{ status: 200, body: "data: 1\n\ndata: 2\n\n" }]);
  expect(await drained).toBe(0);
});

test("a client that pipelines gets a last response, which no reset overtakes, and what follows is not parsed", async () => {
  const aborted = vi.spyOn(IncomingMessage.prototype, "destroy");
  await using server = respond();
  const url = await server.listen(address);
  const socket = await openConnection({ url });
  const { closed } = receive(socket);
  let failure: Error | undefined;
  socket.on("error", (error) => {
    failure = error;
  });
  const flood = () => {
    while (socket.writable && socket.write(one.repeat(100)));
  };
  socket.on("drain", flood);
  flood();
  await once(socket, "data");
  const drained = server.drain(60_000);
  socket.once("end", () => socket.destroy());
  const responses = parseResponses(await closed);
  expect(responses.at(-1)?.headers.get("connection")).toBe("close");
  expect(failure).toBe(undefined);
  expect(await drained).toBe(0);
  // The event loop closes sockets at the end of a turn, and a timer is due in a later one.
  await new Promise((resolve) => setTimeout(resolve));
  // The client has sent some 50,000 requests. One packet has a thousand.
  expect(aborted.mock.calls.length).toBeLessThan(10_000);
});

test("a request that does not arrive in time gets a 408 while the server drains", async () => {
  await using server = createApiServer(
    ({ message }) => ({
      async handle() {
        message.resume();
        await once(message, "end");
      },
    }),
    { headTimeout: 100, requestTimeout: 200 },
  );
  const url = await server.listen(address);
  const socket = await openConnection({ url });
  const { closed } = receive(socket);
  socket.write(one.replace("Content-Length: 0", "Content-Length: 10"));
  expect(await server.drain(60_000)).toBe(0);
  expect(parseResponses(await closed)).toMatchObject([{ status: 408 }]);
});
