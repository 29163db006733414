import { createServer, type Server, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { listenOnFreePort } from "@completions-api/testing";
import { isWholeRequest } from "./is-whole-request.ts";

/** A server that answers each request with the same bytes, in writes of the lengths that the test decides. */
export class ReplayServer implements AsyncDisposable {
  /** The response: a head and a body. */
  bytes: Buffer = Buffer.alloc(0);
  /** The places of the cuts, in bytes from the start. */
  cuts: readonly number[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #url = "";

  private constructor() {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket.on("error", () => {}));
      let request = "";
      socket.setEncoding("latin1").on("data", (text) => {
        request += text;
        if (isWholeRequest(request)) void this.#respond(socket);
      });
    });
  }

  static async start(): Promise<ReplayServer> {
    const server = new ReplayServer();
    server.#url = `${(await listenOnFreePort(server.#server)).url}/v1`;
    return server;
  }

  /** The base URL for OpenAI's clients. */
  get url(): string {
    return this.#url;
  }

  async #respond(socket: Socket): Promise<void> {
    const { bytes } = this;
    const places = [
      0,
      ...this.cuts.map((cut) => cut % bytes.length).toSorted((one, other) => one - other),
      bytes.length,
    ];
    for (const [index, start] of places.slice(0, -1).entries()) {
      socket.write(bytes.subarray(start, places[index + 1]));
      // The gateway, in the same process, reads each part before the next is written.
      await setImmediate();
    }
    socket.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await promisify((done: () => void) => this.#server.close(done))();
  }
}
