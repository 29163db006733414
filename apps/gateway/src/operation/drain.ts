import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { otherError } from "@completions-api/protocol";

/** Milliseconds that answers have to leave once there is no more time. */
const farewellTimeout = 1000;

/** A request that has not ended. */
interface OpenRequest {
  readonly response: ServerResponse;
  readonly clientGone: AbortController;
}

/** Knows what a server has begun and not yet ended, so that the server can stop without cutting any of it. */
export class Drain {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  // Not a map: one that entries come to and go from is laid out anew again and again, and until V8 collects old garbage
  // each layout keeps its successor and the requests in both.
  readonly #open: OpenRequest[] = [];
  #drained: Promise<number> | undefined;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  /** Whether the server is about to stop. */
  get draining(): boolean {
    return this.#drained !== undefined;
  }

  /** @param clientGone - aborted where the request is still there once the time to drain is over. */
  begin(response: ServerResponse, clientGone: AbortController): void {
    this.#open.push({ response, clientGone });
    if (this.draining) response.setHeader("connection", "close");
  }

  end(response: ServerResponse): void {
    const place = this.#open.findIndex((open) => open.response === response);
    const last = this.#open.pop();
    if (last && last.response !== response) this.#open[place] = last;
    // Its connection may have been told to stay, and `node:http` would wait for it to time out.
    if (this.draining) this.#server.closeIdleConnections();
  }

  /**
   * Takes no more connections, closes those that wait for a request, and has those that were begun finish. What is left
   * after `timeout` milliseconds gets a 503, within a stream as its last event. May be called again.
   *
   * @returns how many requests were cut.
   */
  run(timeout: number): Promise<number> {
    this.#drained ??= this.#run(timeout);
    return this.#drained;
  }

  async #run(timeout: number): Promise<number> {
    let cut = 0;
    const timer = setTimeout(() => {
      cut = this.#cut();
    }, timeout);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // For `node:http`, a connection that has not sent anything yet is within a request.
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
    for (const { response } of this.#open) {
      if (!response.headersSent) response.setHeader("connection", "close");
    }
    await closed;
    clearTimeout(timer);
    return cut;
  }

  #cut(): number {
    const cut = this.#open.length;
    const message = "The server is being stopped. Send the request again.";
    const error = otherError("service_unavailable", message, { retryAfter: 1 });
    for (const { clientGone } of this.#open) clientGone.abort(error);
    setTimeout(() => this.#server.closeAllConnections(), farewellTimeout).unref();
    return cut;
  }
}
