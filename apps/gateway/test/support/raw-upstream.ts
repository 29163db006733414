import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A server on bare TCP, which can do what no HTTP server would. */
export interface RawUpstream extends AsyncDisposable {
  /** The base URL, as a deployment has it. */
  readonly url: string;
  /** Every request that has come, in order. */
  readonly exchanges: readonly UpstreamExchange[];
  /** The next request that comes. */
  next(): Promise<UpstreamExchange>;
}

/** Starts a server that does with each request what `serve` says. */
export async function startRawUpstream(
  serve: (exchange: UpstreamExchange) => void,
): Promise<RawUpstream> {
  const exchanges: UpstreamExchange[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // The gateway may reset it: that is what some tests are about.
    socket.on("error", () => {});
    let received = "";
    socket.setEncoding("latin1").on("data", (text) => {
      received += text;
      const [, head = "", body = ""] = /^(.*?\r\n)\r\n(.*)$/s.exec(received) ?? [];
      const length = /^content-length: (\d+)\r$/im.exec(head)?.[1];
      if (length === undefined || body.length < Number(length)) return;
      received = "";
      const exchange = new UpstreamExchange(socket, JSON.parse(body));
      exchanges.push(exchange);
      serve(exchange);
      server.emit("exchange", exchange);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    exchanges,
    next: async () => (await once(server, "exchange"))[0],
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** A request, and the connection on which its answer goes. */
export class UpstreamExchange {
  readonly body: Readonly<Record<string, unknown>>;
  /** Resolves once the gateway has closed the connection, or this side has. */
  readonly closed: Promise<unknown>;
  readonly #socket: Socket;

  constructor(socket: Socket, body: Readonly<Record<string, unknown>>) {
    this.#socket = socket;
    this.body = body;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
  }

  /** Answers with a whole body. */
  respond(
    body: string,
    { status = "200 OK", type = "application/json", headers = {}, length = 0 } = {},
  ): void {
    const fields = {
      "content-type": type,
      "content-length": length || Buffer.byteLength(body),
      ...headers,
    };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#socket.write(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n${body}`);
  }

  /** Begins an answer that {@link write} goes on with. */
  begin(type: string = "text/event-stream"): void {
    this.#socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n`);
  }

  write(text: string): void {
    this.#socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
  }

  /** Ends the answer as it should. */
  end(): void {
    this.#socket.write("0\r\n\r\n");
  }

  /** Closes the connection, whatever was sent. */
  close(): void {
    this.#socket.end();
  }

  /** Resets the connection, once what was written before is sent. */
  reset(): void {
    this.#socket.write("", () => setImmediate(() => this.#socket.resetAndDestroy()));
  }
}
