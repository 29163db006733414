import { connect, createServer, type Server, type Socket } from "node:net";
import { listenOnFreePort } from "@completions-api/testing";

/** A network between clients and a server, which can be cut: then nothing arrives, and no connection is closed. */
export class Partition implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #isCut = false;

  private constructor(port: number) {
    this.#server = createServer((client) => {
      const server = connect(port, "127.0.0.1");
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#sockets.add(from);
        from.on("error", () => to.destroy());
        from.on("close", () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.on("data", (data) => to.write(data));
        if (this.#isCut) from.pause();
      }
    });
  }

  /** @param port - that of the server, on this machine. */
  static async start(port: number): Promise<Partition> {
    const partition = new Partition(port);
    partition.#port = (await listenOnFreePort(partition.#server)).port;
    return partition;
  }

  /** The port for the clients. */
  get port(): number {
    return this.#port;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.pause();
  }

  heal(): void {
    this.#isCut = false;
    for (const socket of this.#sockets) socket.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#server[Symbol.asyncDispose]();
  }
}
