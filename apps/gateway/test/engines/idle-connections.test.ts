import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { setTimeout as delay, setImmediate } from "node:timers/promises";
import { listenOnFreePort } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { openai } from "../../src/backends/openai/dialects/openai.ts";
import { encode } from "../support/scripted-upstream.ts";
import { chunk, collectDeltas, httpErrorOf, requestFor, usageChunk } from "../support/test-engine.ts";

/** Answers a request. `connection` and `request` are numbers from 0: that of the connection, and that of the request on it. */
type Answer = (socket: Socket, connection: number, request: number) => void;

/** Starts a server that speaks HTTP as the test wants, and a backend for it. */
async function start(answer: Answer) {
  const sockets: Socket[] = [];
  let requests = 0;
  const server = createServer((socket) => {
    const connection = sockets.push(socket) - 1;
    let received = "";
    let count = 0;
    socket
      .on("error", () => {})
      .on("data", (bytes) => {
        received += bytes.toString("latin1");
        // A request is as long as its JSON document.
        const match = /^(.*?content-length: (\d+).*?\r\n\r\n)/is.exec(received);
        if (!match?.[1] || received.length < match[1].length + Number(match[2])) return;
        received = "";
        requests += 1;
        answer(socket, connection, count);
        count += 1;
      });
  });
  const { url } = await listenOnFreePort(server);
  const backend = createOpenAIBackend({ url: `${url}/v1`, dialect: openai });
  return {
    sockets,
    /** Asks for a completion, and waits until the connection can be used again, which undici does not say. */
    async ask() {
      const deltas = await collectDeltas(backend.generate, requestFor("Say it"), AbortSignal.timeout(20_000));
      for (let turns = 0; turns < 10; turns += 1) await setImmediate();
      return deltas;
    },
    generate: backend.generate,
    countRequests: () => requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await server[Symbol.asyncDispose]();
      await backend.close();
    },
  };
}

const body = encode(chunk("Hello", "stop")) + encode(usageChunk(3, 2)) + encode("[DONE]");

/** Sends a whole response, after which the connection may be reused. */
function complete(socket: Socket, headers = ""): void {
  socket.write(
    `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`,
  );
}

async function closeSoon(socket: Socket, close: (socket: Socket) => void): Promise<void> {
  for (let turns = 0; turns < 2; turns += 1) await setImmediate();
  close(socket);
}

const closings = [
  ["FIN", (socket: Socket) => void socket.end()],
  ["RST", (socket: Socket) => void socket.resetAndDestroy()],
] as const;

describe.each(closings)(
  "an idle connection that the server closes with %s as the next request comes",
  (_, close) => {
    test("the request is sent again on a new connection", async () => {
      await using server = await start((socket, connection, request) => {
        if (connection === 0 && request === 1) close(socket);
        else complete(socket);
      });
      for (let count = 0; count < 3; count += 1) expect(await server.ask()).toHaveLength(1);
      expect(server.countRequests()).toBe(4);
    });

    test("and no idle connection is tried instead", async () => {
      await using server = await start((socket, connection, request) => {
        if (connection < 8 && request > 0) close(socket);
        else complete(socket);
      });
      const askAll = () => Promise.all(Array.from({ length: 8 }, server.ask));
      expect(await askAll()).toHaveLength(8);
      expect(await askAll()).toHaveLength(8);
    });

    test("the request is sent again only once", async () => {
      await using server = await start((socket, connection, request) => {
        if (connection > 0 || request > 0) close(socket);
        else complete(socket);
      });
      await server.ask();
      expect(await httpErrorOf(server.ask())).toMatchObject({ status: 502, code: "bad_gateway" });
      expect(server.countRequests()).toBe(3);
    });

    test("nor does it matter if it was not sent yet", async () => {
      await using server = await start((socket) => complete(socket));
      for (let count = 0; count < 5; count += 1) {
        await server.ask();
        const idle = server.sockets.at(-1);
        if (idle) close(idle);
        expect(await server.ask()).toHaveLength(1);
      }
      expect(server.countRequests()).toBe(10);
    });

    test("whenever the server closes it", async () => {
      await using server = await start((socket, _connection, request) => {
        complete(socket);
        // The bytes of the next request are on their way, or not yet written.
        if (request === 1) void closeSoon(socket, close);
      });
      for (let count = 0; count < 60; count += 1) {
        await delay(count % 3);
        expect(await server.ask()).toHaveLength(1);
      }
    });

    test("a request on a new connection is not sent again, because it may have killed the server", async () => {
      await using server = await start(close);
      expect(await httpErrorOf(server.ask())).toMatchObject({ status: 502, code: "bad_gateway" });
      expect(server.countRequests()).toBe(1);
    });

    test.each([
      ["a part of a response", "HTTP/1.1 2"],
      ["an interim response", "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"],
      ["a head", "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 900\r\n\r\n"],
    ])("nor is it after %s", async (_what, bytes) => {
      await using server = await start((socket, _connection, request) => {
        if (request === 0) complete(socket);
        else socket.write(bytes, () => void closeSoon(socket, close));
      });
      await server.ask();
      expect(await httpErrorOf(server.ask())).toMatchObject({ status: 502 });
      expect(server.countRequests()).toBe(2);
    });

    test("nor is it if the server worked on it for a while", async () => {
      await using server = await start((socket, _connection, request) => {
        if (request === 0) complete(socket);
        else setTimeout(close, 1_500, socket);
      });
      await server.ask();
      expect(await httpErrorOf(server.ask())).toMatchObject({ status: 502 });
      expect(server.countRequests()).toBe(2);
    });
  },
);

test("a caller who leaves while the request is sent again cancels it", async () => {
  const caller = new AbortController();
  await using server = await start((socket, connection, request) => {
    if (connection > 0) caller.abort(new Error("The caller is gone."));
    else if (request > 0) socket.end();
    else complete(socket);
  });
  await server.ask();
  const generation = server.generate(requestFor("Say it"), caller.signal);
  await expect(generation).rejects.toThrow("The caller is gone.");
  const [, second] = server.sockets;
  if (second && !second.closed) await once(second, "close");
  expect(server.countRequests()).toBe(3);
});

test("a connection is not reused once the server's hint says that it may be closed", async () => {
  await using server = await start((socket) => complete(socket, "keep-alive: timeout=1\r\n"));
  await server.ask();
  await server.ask();
  expect(server.sockets).toHaveLength(2);
});

test("a connection that was opened ahead counts as idle, too", async () => {
  await using server = await start((socket, connection) => {
    if (connection === 1) socket.end();
    else
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
  });
  await server.ask();
  // The client opens the next connection as soon as it knows that this one has ended.
  while (server.sockets.length < 2) await delay(1);
  await delay(20);
  expect(await server.ask()).toHaveLength(1);
  expect(server.countRequests()).toBe(3);
});
