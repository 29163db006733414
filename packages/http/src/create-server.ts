import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type HttpError, notFound, otherError } from "@completions-api/protocol";
import { answerOnSocket } from "./answer-on-socket.ts";

/** How much and how slowly a client may send, before it sends a body, and how slowly it may read. */
export interface ServerLimits {
  /** Bytes of a request's line and headers. */
  readonly headBytes: number;
  /** Milliseconds until a request's line and headers must have arrived. */
  readonly headTimeout: number;
  /** Milliseconds until a whole request must have arrived. */
  readonly requestTimeout: number;
  /** Milliseconds within which a client must take some of what is there for it. */
  readonly readTimeout: number;
}

/** How {@link createApiServer} serves. */
export interface ApiServerOptions extends Partial<ServerLimits> {
  /** Told of an answer to what the handler never got to see. Returns headers for it, their names in lower case. */
  readonly refuse?: (error: HttpError) => Readonly<Record<string, string>>;
}

const defaultLimits: ServerLimits = {
  headBytes: 16 * 1024,
  headTimeout: 10_000,
  requestTimeout: 30_000,
  readTimeout: 60_000,
};

/**
 * An HTTP server whose every answer is the API's, also where `node:http` would write one of its own, without a body. Who
 * sends too slowly gets a 408; who reads too slowly is cut off.
 *
 * @param options - limits, by default 16 KiB in 10 seconds for a head, 30 seconds for a request, and 60 to read.
 */
export function createApiServer(handle: RequestListener, options: ApiServerOptions = {}): Server {
  const { refuse, ...limits } = { ...defaultLimits, ...options };
  // Not sets: one that entries come to and go from is laid out anew again and again, and until V8 collects old garbage
  // each layout keeps its successor and the responses in both.
  const unfinished = new WeakMap<Duplex, ServerResponse[]>();
  /** Sent what cannot be read, while there were still answers to give. */
  const broken = new WeakSet<Duplex>();

  const listener: RequestListener = (request, response) => {
    const responses = unfinished.get(request.socket) ?? [];
    unfinished.set(request.socket, responses);
    responses.push(response);
    response.once("close", () => responses.splice(responses.indexOf(response), 1));
    handle(request, response);
  };
  const answer = (socket: Duplex, error: HttpError) => {
    // It is reset, or has been answered and still sends.
    if (!socket.writable) return;
    // One whose head was read has somebody who is told of its end.
    const [response] = unfinished.get(socket) ?? [];
    answerOnSocket(socket, error, response ? response.getHeaders() : refuse?.(error));
  };

  const server = createServer(
    {
      maxHeaderSize: limits.headBytes,
      headersTimeout: limits.headTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: Math.min(1000, limits.headTimeout),
      // Longer than load balancers keep theirs: one must not send into a connection that is just being closed.
      keepAliveTimeout: 75_000,
      // `readHead` does that.
      requireHostHeader: false,
    },
    listener,
  );
  server.timeout = limits.readTimeout;
  server.on("timeout", (socket) => {
    // Otherwise it is the client that waits.
    if (socket.writableLength > 0 || !unfinished.get(socket)?.length) socket.destroy();
  });
  server.on("checkExpectation", listener);
  server.on("connect", (_request, socket) => {
    // `node:http` has let go of the socket: an error that nobody listens for would end the process.
    socket.on("error", () => {});
    socket.resume();
    if (unfinished.get(socket)?.length) socket.destroy();
    else answer(socket, notFound("This server is not a proxy."));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const responses = unfinished.get(socket) ?? [];
    // What came before has its answer first, and one that has begun cannot have this one written into it.
    const before = responses.findLast(({ headersSent, req }) => headersSent || req.complete);
    if (before === undefined) {
      answer(socket, toHttpError(error));
    } else if (socket.readableEnded) {
      // The client has left, in the midst of this one.
      socket.destroy();
    } else if (!broken.has(socket)) {
      broken.add(socket);
      before.once("close", () => answer(socket, toHttpError(error)));
    }
  });
  return server;
}

function toHttpError(error: NodeJS.ErrnoException): HttpError {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return otherError(
        "headers_too_large",
        "The request's headers are too large. Send fewer or shorter ones.",
      );
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return otherError("request_timeout", "The request took too long to arrive. Send it faster.");
    default:
      return otherError("invalid_request", "The request is not HTTP/1.1 that can be read.");
  }
}
