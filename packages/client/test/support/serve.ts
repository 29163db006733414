import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that a server received. */
export interface ReceivedRequest {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** An HTTP server. `await using` closes it and all its connections. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** The requests received so far. */
  readonly requests: readonly ReceivedRequest[];
  /** The number of connections opened so far. */
  readonly connections: number;
  /** Resolves when this number of requests has arrived. */
  received(count: number): Promise<void>;
  /** Resolves when this number of connections has closed. */
  closed(count: number): Promise<void>;
}

/** Starts a server. The first listener handles the first request, and so on; the last one handles all further requests. */
export async function serve(...listeners: [RequestListener, ...RequestListener[]]): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  let connections = 0;
  let closed = 0;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const listener = listeners[Math.min(requests.length, listeners.length - 1)];
    requests.push({ url: request.url, headers: request.headers, body: JSON.parse(body) });
    server.emit("received");
    listener?.(request, response);
  });
  server.on("connection", (socket) => {
    connections += 1;
    socket.on("close", () => {
      closed += 1;
      server.emit("closed");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a pipe.
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections;
    },
    async received(count) {
      while (requests.length < count) await once(server, "received");
    },
    async closed(count) {
      while (closed < count) await once(server, "closed");
    },
    async [Symbol.asyncDispose]() {
      const ended = once(server, "close");
      server.close();
      server.closeAllConnections();
      await ended;
    },
  };
}

/** Returns the address of a server that has been closed. */
export async function closedUrl(): Promise<string> {
  await using server = await serve(() => {});
  return server.url;
}
