import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createApiServer } from "@completions-api/http";
import { createRefuse, createRequestHandler } from "./front.ts";
import { type CorsOptions, createCors } from "./operation/cors.ts";
import { Drain } from "./operation/drain.ts";
import type { Observer } from "./operation/request-record.ts";
import { createRoutes, type RouteContext } from "./routes.ts";

/** What a gateway is put together from. */
export interface GatewayParts extends RouteContext {
  /** The address or host name to listen on, and the TCP port; 0 takes any that is free. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Without it, no web page of another origin may call. */
  readonly cors?: CorsOptions;
  /** Told of each request once it has ended. */
  readonly observe: Observer;
  /** Lets go of what the parts hold, once nothing is under way any more. */
  close?(): Promise<void>;
}

/** A gateway that runs. With `await using` it is closed at once at the end of the block. */
export interface Gateway extends AsyncDisposable {
  /** Where it serves, such as `http://127.0.0.1:8080`: the base URL for clients. */
  readonly url: string;
  /**
   * Stops it: there are no new connections, and `/readyz` says so. What was begun finishes; what has not after `timeout`
   * milliseconds gets a 503, within a stream as its last event; what has not wholly arrived by then is closed.
   *
   * @returns how many requests were cut.
   */
  drain(timeout: number): Promise<number>;
}

/**
 * Starts a gateway.
 *
 * @throws Error of `node:net` where it cannot listen, such as one of code `EADDRINUSE`.
 */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const { listen, observe } = parts;
  const cors = parts.cors && createCors(parts.cors);
  const refuse = createRefuse(observe);
  const server = createApiServer((message, response) => front(message, response), { refuse });
  const drain = new Drain(server);
  const front = createRequestHandler({ routes: createRoutes(parts, drain), cors, drain, observe });
  server.listen(listen.port, listen.host);
  await once(server, "listening");
  const closed = new Promise<void>((resolve) => server.once("close", resolve));
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    drain: (timeout) => drain.run(timeout),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await closed;
      await parts.close?.();
    },
  };
}
