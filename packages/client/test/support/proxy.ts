import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { pipeline } from "node:stream";

/** A forward proxy for HTTP (RFC 9110, section 7.6) that also opens tunnels (CONNECT, section 9.3.6). */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** The addresses that clients asked the proxy for: URLs of requests, and hosts of tunnels. */
  readonly targets: readonly string[];
}

/** Starts a proxy. */
export async function startProxy(): Promise<Proxy> {
  const targets: string[] = [];
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method, headers, url = "" } = incoming;
    targets.push(url);
    const upstream = request(url, { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      pipeline(response, outgoing, () => {});
    });
    pipeline(incoming, upstream, (error) => error && outgoing.destroy(error));
  });
  server.on("connect", ({ url = "" }: IncomingMessage, socket) => {
    targets.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      pipeline(socket, upstream, socket, () => {});
    });
    upstream.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a pipe.
  return {
    url: `http://127.0.0.1:${port}`,
    targets,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
