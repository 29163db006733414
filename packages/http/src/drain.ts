import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { otherError } from "@completions-api/protocol";
import type { ClientAbort } from "./client-abort.ts";

/** Milliseconds for sending the last error responses after the drain has run out of time. */
const farewellTimeout = 1000;

interface OpenRequest {
  readonly response: ServerResponse;
  /** Aborts the request. */
  readonly abort: ClientAbort;
}

/** Tracks the open requests of a server, so that the server can stop without cutting any of them off. */
export class Drain {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  // An array, because a map that entries keep entering and leaving is rehashed again and again: until V8 collects its old
  // generation, each old table keeps its successor and the requests in both alive.
  readonly #open: OpenRequest[] = [];
  #drained: Promise<number> | undefined;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  /** True once the server has been told to stop. */
  get isDraining(): boolean {
    return this.#drained !== undefined;
  }

  /**
   * Registers a request.
   *
   * @param abort - aborted if the request is still open when the drain runs out of time.
   */
  begin(response: ServerResponse, abort: ClientAbort): void {
    this.#open.push({ response, abort });
    if (this.isDraining) response.setHeader("connection", "close");
  }

  /** Removes a request, once its response is closed. */
  end(response: ServerResponse): void {
    const index = this.#open.findIndex((open) => open.response === response);
    const last = this.#open.pop();
    if (last && last.response !== response) this.#open[index] = last;
    // The response may have promised to keep its connection, and `node:http` would wait for that to time out.
    if (this.isDraining) this.#server.closeIdleConnections();
  }

  /** Implements `drain` of `ApiServer`. Later calls return the result of the first. */
  run(timeout: number): Promise<number> {
    this.#drained ??= this.#run(timeout);
    return this.#drained;
  }

  async #run(timeout: number): Promise<number> {
    let cutOff = 0;
    const timer = setTimeout(() => {
      cutOff = this.#cutOff();
    }, timeout);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // `node:http` counts a connection that has not sent anything yet as one with a request.
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
    for (const { response } of this.#open) {
      if (!response.headersSent) response.setHeader("connection", "close");
    }
    await closed;
    clearTimeout(timer);
    return cutOff;
  }

  #cutOff(): number {
    const count = this.#open.length;
    const error = otherError("service_unavailable", "The server is shutting down", {
      advice: "Send the request again.",
      retryAfter: 1,
    });
    for (const { abort } of this.#open) abort.abort(error);
    setTimeout(() => this.#server.closeAllConnections(), farewellTimeout).unref();
    return count;
  }
}
