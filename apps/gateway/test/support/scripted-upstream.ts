import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";

/** A request that an engine's server has got. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
  /** Resolves once its connection is closed before the response has ended. */
  readonly abandoned: Promise<void>;
}

/** Answers a request, given how many came before it. */
export type Script = (
  response: ServerResponse,
  request: ReceivedRequest,
  index: number,
) => Promise<void> | void;

/** A server that answers as a test says. */
export class ScriptedUpstream implements AsyncDisposable {
  readonly requests: ReceivedRequest[] = [];
  /** How many connections there were. */
  connections = 0;
  readonly #server: Server;

  private constructor(script: Script) {
    this.#server = createServer((message, response) => void this.#answer(script, message, response));
    this.#server.on("connection", () => {
      this.connections += 1;
    });
  }

  static async start(script: Script): Promise<ScriptedUpstream> {
    const upstream = new ScriptedUpstream(script);
    upstream.#server.listen(0, "127.0.0.1");
    await once(upstream.#server, "listening");
    return upstream;
  }

  /** For `createOpenAIBackend`. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/v1`;
  }

  /** How many connections there are now. */
  async openConnections(): Promise<number> {
    return promisify<number>((done) => this.#server.getConnections(done))();
  }

  async #answer(script: Script, message: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part);
    const { promise: abandoned, resolve } = Promise.withResolvers<void>();
    response.once("close", () => {
      if (!response.writableFinished) resolve();
    });
    const request: ReceivedRequest = {
      path: message.url ?? "",
      headers: message.headers,
      body: JSON.parse(Buffer.concat(parts).toString()),
      abandoned,
    };
    const index = this.requests.push(request) - 1;
    await script(response, request, index);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** Answers with JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Script {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

/** Answers with a stream of these events, `[DONE]` included where it is to be. */
export function events(...data: unknown[]): Script {
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).end(data.map(encode).join(""));
  };
}

/** An event with this as its data. */
export function encode(data: unknown): string {
  return `data: ${data === "[DONE]" ? data : JSON.stringify(data)}\n\n`;
}
