import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createWireServer, type Routes } from "@completions-api/http";
import { type CompletionContext, complete } from "./complete.ts";
import { createFront, type Handler } from "./front.ts";
import type { Observer } from "./operation/request-record.ts";

/** What a gateway is put together from. */
export interface GatewayParts extends CompletionContext {
  /** The address or host name to listen on, and the TCP port; 0 takes any that is free. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Told of each request once it has ended. */
  readonly observe: Observer;
}

/** A gateway that runs. With `await using` it is closed at the end of the block. */
export interface Gateway extends AsyncDisposable {
  /** Where it serves, such as `http://127.0.0.1:8080`: the base URL for clients. */
  readonly url: string;
}

/**
 * Starts a gateway.
 *
 * @throws Error of `node:net` where it cannot listen, such as one of code `EADDRINUSE`.
 */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const { listen, compatibility, observe } = parts;
  const completions = { POST: (exchange: Parameters<Handler>[0]) => complete(parts, exchange) };
  const routes: Routes<Handler> = {
    "/completions": completions,
    ...(compatibility.v1 && { "/v1/completions": completions }),
  };
  const server = createWireServer(createFront(routes, observe));
  server.listen(listen.port, listen.host);
  await once(server, "listening");
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = server[Symbol.asyncDispose]();
      server.closeAllConnections();
      await closed;
    },
  };
}
