import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";

/** The address of a listening server. */
export interface Address {
  readonly port: number;
  /** With `http:`, and without a slash at the end. */
  readonly url: string;
}

/** A server that runs until it is disposed of. */
export interface RunningServer extends Address, AsyncDisposable {}

/** Listens on a free port of 127.0.0.1. */
export async function listenOnFreePort(server: Server): Promise<Address> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // A server that listens on a port has such an address.
  return { port, url: `http://127.0.0.1:${port}` };
}

/** Starts an HTTP server on a free port of 127.0.0.1. Disposing of it also closes the connections that are in use. */
export async function startServer(server: HttpServer): Promise<RunningServer> {
  const address = await listenOnFreePort(server);
  return {
    ...address,
    async [Symbol.asyncDispose]() {
      const closed = server[Symbol.asyncDispose]();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Finds a port of 127.0.0.1 that is free now, for a server that cannot choose one itself. */
export async function findFreePort(): Promise<number> {
  await using server = createServer();
  return (await listenOnFreePort(server)).port;
}
