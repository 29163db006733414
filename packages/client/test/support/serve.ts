import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that a server got. */
export interface ReceivedRequest {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A server of HTTP; `await using` closes it with all of its connections. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** What it was asked. */
  readonly requests: readonly ReceivedRequest[];
  /** How many connections it was sent these on. */
  readonly connections: number;
  /** Resolves when as many requests as these have come. */
  received(count: number): Promise<void>;
  /** Resolves when as many connections as these are closed. */
  closed(count: number): Promise<void>;
}

/** Starts a server. Its first request is answered by the first of `answers`, and so on, and all others by the last. */
export async function serve(...answers: [RequestListener, ...RequestListener[]]): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  let connections = 0;
  let closed = 0;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push({ url: request.url, headers: request.headers, body: JSON.parse(body) });
    server.emit("received");
    answer?.(request, response);
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
  const { port } = server.address() as AddressInfo; // It listens, and not at a pipe.
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

/** The address of a server that there is no more. */
export async function closedUrl(): Promise<string> {
  await using server = await serve(() => {});
  return server.url;
}
