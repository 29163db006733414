import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { listenOnFreePort } from "@completions-api/testing";
import { buildConnector, Pool } from "undici";
import { expect, test } from "vitest";
import { connectAhead } from "../../src/backends/openai/connections/connect-ahead.ts";

/** A server that ends each connection after one response, without announcing it. A response is the number of its connection. */
class ClosingServer implements AsyncDisposable {
  readonly sockets: Socket[] = [];
  /** Responses wait for this. */
  mayRespond: Promise<unknown> = Promise.resolve();
  endsConnections = true;
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server.on("connection", (socket) => {
      const head = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n";
      const number = this.sockets.push(socket) - 1;
      socket
        .on("error", () => {})
        .once("data", async () => {
          await this.mayRespond;
          socket.write(head + number);
          if (this.endsConnections) socket.end();
        });
    });
  }

  /** Waits for the connection of a number. */
  async connection(number: number): Promise<Socket> {
    for (;;) {
      const socket = this.sockets[number];
      if (socket) return socket;
      await once(this.#server, "connection");
    }
  }

  /** Accepts no more connections. */
  stop(): void {
    this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await this.#server[Symbol.asyncDispose]();
  }
}

/** A server, and a pool of connections to it. */
async function start(
  patience?: number,
): Promise<{ server: ClosingServer; ask: () => Promise<string> } & AsyncDisposable> {
  const listener = createServer();
  const { url } = await listenOnFreePort(listener);
  const server = new ClosingServer(listener);
  const pool = new Pool(url, { connect: connectAhead(buildConnector({ allowH2: false }), patience) });
  return {
    server,
    async ask() {
      const { body } = await pool.request({ method: "POST", path: "/", body: "{}" });
      return body.text();
    },
    async [Symbol.asyncDispose]() {
      await pool.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

test("the next request finds an open connection", async () => {
  await using parts = await start();
  const { server, ask } = parts;
  await using other = await start();
  for (const number of [0, 1, 2, 3]) {
    expect(await ask()).toBe(String(number));
    await server.connection(number + 1);
    // A round trip on another connection, so that the client knows that it is connected.
    await other.ask();
  }
});

test("once a server has ended a connection, the next one is opened when a response begins", async () => {
  await using parts = await start();
  const { server, ask } = parts;
  await using other = await start();
  await ask();
  await server.connection(1);
  await other.ask();
  server.endsConnections = false;
  expect(await ask()).toBe("1");
  expect((await server.connection(2)).readyState).toBe("open");
});

test("a connection that the server ends before it is used is not used, and not opened again", async () => {
  await using parts = await start();
  const { server, ask } = parts;
  await ask();
  const spare = await server.connection(1);
  spare.end();
  await once(spare, "close");
  expect(server.sockets).toHaveLength(2);
  expect(await ask()).toBe("2");
});

test("data that a server sends on a connection without a request is not taken for a response", async () => {
  await using parts = await start();
  const { server, ask } = parts;
  await ask();
  const spare = await server.connection(1);
  spare.write("HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n");
  // A round trip on another connection, so that the data has arrived.
  await using other = await start();
  await other.ask();
  expect(await ask()).toBe("2");
});

test("only the next request notices a server that has gone", async () => {
  const { server, ask, ...parts } = await start();
  await using _ = { [Symbol.asyncDispose]: parts[Symbol.asyncDispose] };
  await ask();
  const spare = await server.connection(1);
  await server[Symbol.asyncDispose]();
  if (!spare.closed) await once(spare, "close");
  await expect(ask()).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("a server that goes away as it ends a connection does no harm", async () => {
  const { server, ask, ...parts } = await start();
  await using _ = { [Symbol.asyncDispose]: parts[Symbol.asyncDispose] };
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  // It accepts no more connections once the first request arrives.
  void server.connection(0).then((socket) => socket.once("data", () => resolve(server.stop())));
  await ask();
  await closed;
  await expect(ask()).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("a connection that waits for too long is closed, but not one that has got a request", async () => {
  await using used = await start(50);
  await using unused = await start(500);
  await Promise.all([used.ask(), unused.ask()]);
  const [, waiting] = await Promise.all([used.server.connection(1), unused.server.connection(1)]);
  await using other = await start();
  await other.ask();
  // The one that nobody uses is closed much later than the other would be.
  used.server.mayRespond = once(waiting, "close");
  expect(await used.ask()).toBe("1");
});
