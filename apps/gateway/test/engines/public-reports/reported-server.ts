import { createServer, type Server, type Socket } from "node:net";
import { promisify } from "node:util";
import { listenOnFreePort } from "@completions-api/testing";
import { isWholeRequest } from "../../support/is-whole-request.ts";
import type { ReportedResponse } from "./report.ts";

/** The prompt that {@link ReportedServer} answers as a report says. Any other gets a completion. */
export const reportedPrompt = "The lighthouse keeper";

const healthyBody = JSON.stringify({
  id: "cmpl-0",
  object: "text_completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, text: " fine", logprobs: null, finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

const healthy: ReportedResponse = {
  headers: { "content-type": "application/json", "content-length": String(healthyBody.length) },
  body: [healthyBody],
  end: "length",
};

/** A server that answers a prompt with the bytes of a report, and any other as a healthy one does. */
export class ReportedServer implements AsyncDisposable {
  /** Its response to {@link reportedPrompt}. */
  response: ReportedResponse = healthy;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #url = "";

  private constructor() {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket)));
      let received = "";
      socket.setEncoding("latin1").on("data", (text) => {
        received += text;
        if (!isWholeRequest(received)) return;
        const response = received.includes(reportedPrompt) ? this.response : healthy;
        received = "";
        void respond(socket, response);
      });
    });
  }

  static async start(): Promise<ReportedServer> {
    const server = new ReportedServer();
    server.#url = `${(await listenOnFreePort(server.#server)).url}/v1`;
    return server;
  }

  get url(): string {
    return this.#url;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await promisify((done: () => void) => this.#server.close(done))();
  }
}

async function respond(
  socket: Socket,
  { status = 200, headers, body, end = "chunked" }: ReportedResponse,
): Promise<void> {
  const write = (bytes: Uint8Array | string) => new Promise((resolve) => socket.write(bytes, resolve));
  const isChunked = end === "chunked" || end === "cut";
  const lines = {
    ...(headers ?? { "content-type": "text/event-stream" }),
    ...(isChunked && { "transfer-encoding": "chunked" }),
  };
  const fields = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  await write(`HTTP/1.1 ${status} Status\r\n${fields.join("")}\r\n`);
  for (const part of body) {
    const bytes = typeof part === "string" ? Buffer.from(part) : Buffer.from(part.base64, "base64");
    const size = isChunked ? `${bytes.length.toString(16)}\r\n` : "";
    await write(Buffer.concat([Buffer.from(size), bytes, Buffer.from(isChunked ? "\r\n" : "")]));
  }
  if (end === "chunked") await write("0\r\n\r\n");
  if (end === "close" || end === "cut") socket.end();
  if (end === "reset") socket.resetAndDestroy();
}
