import { createServer, type Server, type Socket } from "node:net";

/** A request for completions, as far as upstreams read it. */
export interface UpstreamRequest {
  readonly prompt: string | readonly string[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

/**
 * Creates a server that reads requests for completions. It uses bare sockets, so that it never limits a gateway.
 *
 * @param respond - writes the response. The next request of a connection comes after it.
 */
export function createUpstream(respond: (socket: Socket, request: UpstreamRequest) => void): Server {
  return createServer({ noDelay: true }, (socket) => {
    let received = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      received += chunk;
      const bodyStart = received.indexOf("\r\n\r\n") + 4;
      const length = Number(/^content-length: *(\d+)/im.exec(received)?.[1]);
      if (bodyStart < 4 || received.length < bodyStart + length) return;
      const request: UpstreamRequest = JSON.parse(received.slice(bodyStart));
      received = "";
      respond(socket, request);
    });
    // A client that leaves may reset its connection.
    socket.on("error", () => {});
  });
}
