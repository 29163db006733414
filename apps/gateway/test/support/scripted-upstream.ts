import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { promisify } from "node:util";
import { listenOnFreePort } from "@completions-api/testing";

/** A request that an engine's server received. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
  /** The body as it arrived. */
  readonly text: string;
  /** Resolves if the connection is closed before the response has ended. */
  readonly abandoned: Promise<void>;
}

/** Responds to a request. `index` is the number of requests before it. */
export type Script = (
  response: ServerResponse,
  request: ReceivedRequest,
  index: number,
) => Promise<void> | void;

/** An engine's server that responds as the test decides. */
export class ScriptedUpstream implements AsyncDisposable {
  readonly requests: ReceivedRequest[] = [];
  /** The number of connections so far. */
  connections = 0;
  readonly #server: Server;
  #url = "";

  private constructor(script: Script) {
    this.#server = createServer((message, response) => void this.#respond(script, message, response));
    this.#server.on("connection", () => {
      this.connections += 1;
    });
  }

  static async start(script: Script): Promise<ScriptedUpstream> {
    const upstream = new ScriptedUpstream(script);
    upstream.#url = `${(await listenOnFreePort(upstream.#server)).url}/v1`;
    return upstream;
  }

  /** The base URL for `createOpenAIBackend`. */
  get url(): string {
    return this.#url;
  }

  /** Keeps idle connections open for ten minutes, and asks clients to do the same. */
  keepConnections(): void {
    this.#server.keepAliveTimeout = 600_000;
  }

  /** Counts the connections that are open now. */
  async openConnections(): Promise<number> {
    return promisify<number>((done) => this.#server.getConnections(done))();
  }

  closeConnections(): void {
    this.#server.closeAllConnections();
  }

  async #respond(script: Script, message: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part);
    const { promise: abandoned, resolve } = Promise.withResolvers<void>();
    response.once("close", () => {
      if (!response.writableFinished) resolve();
    });
    const text = Buffer.concat(parts).toString();
    const request: ReceivedRequest = {
      path: message.url ?? "",
      headers: message.headers,
      body: JSON.parse(text),
      text,
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

/** Responds with JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string | string[]> = {}): Script {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

/** Responds with a stream of exactly these events. */
export function events(...data: unknown[]): Script {
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).end(data.map(encode).join(""));
  };
}

/** Encodes an event with this data. */
export function encode(data: unknown): string {
  return `data: ${data === "[DONE]" ? data : JSON.stringify(data)}\n\n`;
}
