import { Server as NetServer } from "node:net";
import { otherError } from "@completions-api/protocol";
import type { NodeServer } from "./node-server.ts";

/** Milliseconds for sending the last error responses after the drain has run out of time. */
const farewellTimeout = 1000;

/** Milliseconds for which a connection must be idle before it is closed: a request may be on its way. */
const idleTimeout = 1000;

/** The most turns of the event loop for accepting connections, in case that new ones never stop. */
const acceptTurns = 100;

/** Milliseconds between looks for idle connections. */
const sweepInterval = 100;

/** Stops a server without cutting off any of its requests. */
export class Drain {
  readonly #server: NodeServer["server"];
  readonly #connections: NodeServer["connections"];
  #drained: Promise<number> | undefined;

  constructor({ server, connections }: NodeServer) {
    this.#server = server;
    this.#connections = connections;
  }

  /** True once the server has been told to stop. */
  get isDraining(): boolean {
    return this.#drained !== undefined;
  }

  /** Implements `drain` of `ApiServer`. Later calls return the result of the first. */
  run(timeout: number, settle = 0): Promise<number> {
    this.#drained ??= this.#run(timeout, settle);
    return this.#drained;
  }

  async #run(timeout: number, settle: number): Promise<number> {
    await this.#acceptEstablished();
    // That of `node:http` also closes idle connections, at once, and no longer looks for requests that do not arrive.
    const closed = new Promise<void>((resolve) =>
      NetServer.prototype.close.call(this.#server, () => resolve()),
    );
    // Only now, because a client whose connection is closed connects again.
    const settling = settle > 0 ? setTimeout(() => this.#closeAfterResponses(), settle) : undefined;
    if (settling === undefined) this.#closeAfterResponses();
    let cutOff = 0;
    const began = performance.now();
    const timer = setTimeout(() => {
      cutOff = this.#cutOff();
    }, timeout);
    const sweeper = setInterval(() => {
      const since = performance.now() - idleTimeout;
      if (since >= began + settle) this.#endIdle(since);
    }, sweepInterval);
    await closed;
    clearTimeout(timer);
    clearTimeout(settling);
    clearInterval(sweeper);
    // Only now stops the timer that looks for requests that do not arrive.
    this.#server.close();
    return cutOff;
  }

  /** Makes the next response of each connection its last. */
  #closeAfterResponses(): void {
    this.#connections.areClosing = true;
    for (const connection of this.#connections) {
      const { exchange } = connection;
      if (exchange && !exchange.response.headersSent) connection.closeAfter(exchange.response);
    }
  }

  /** Accepts the connections that the kernel has established. It would reset them when the server stops listening. */
  async #acceptEstablished(): Promise<void> {
    // The first turn may be the rest of the current one, in which nothing is accepted any more.
    let accepted = -1;
    for (let turn = 0; turn < acceptTurns && accepted !== this.#connections.accepted; turn += 1) {
      await new Promise(setImmediate);
      accepted = this.#connections.accepted;
      await new Promise(setImmediate);
    }
  }

  /** Ends the connections that have been idle since a time by `performance.now()`. */
  #endIdle(since: number): void {
    for (const connection of this.#connections) {
      if (!connection.isBusy && !connection.isOver && connection.changedAt <= since) connection.end();
    }
  }

  #cutOff(): number {
    this.#closeAfterResponses();
    const error = otherError("service_unavailable", "The server is shutting down", {
      advice: "Send the request again.",
      retryAfter: 1,
    });
    let count = 0;
    for (const { exchange } of this.#connections) {
      if (exchange === undefined) continue;
      count += 1;
      exchange.cutOff(error);
    }
    this.#endIdle(Number.POSITIVE_INFINITY);
    setTimeout(() => this.#connections.destroy(), farewellTimeout).unref();
    return count;
  }
}
