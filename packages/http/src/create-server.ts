import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type ApiError, notFound, otherError } from "@completions-api/protocol";
import { answerOnSocket } from "./answer-on-socket.ts";

/** How much and how slowly a client may send, before it sends a body. */
export interface WireLimits {
  /** Bytes of a request's line and headers. */
  readonly headBytes: number;
  /** Milliseconds until a request's line and headers must have arrived. */
  readonly headTimeout: number;
  /** Milliseconds until a whole request must have arrived. */
  readonly requestTimeout: number;
}

const defaultLimits: WireLimits = { headBytes: 16 * 1024, headTimeout: 10_000, requestTimeout: 30_000 };

/** An HTTP server whose every answer is the API's, also where `node:http` would write one of its own, without a body. */
export function createWireServer(handle: RequestListener, limits: WireLimits = defaultLimits): Server {
  const unfinished = new WeakMap<Duplex, Set<ServerResponse>>();
  /** Sent what cannot be read, while there were still answers to give. */
  const broken = new WeakSet<Duplex>();

  const listener: RequestListener = (request, response) => {
    const responses = unfinished.get(request.socket) ?? new Set();
    unfinished.set(request.socket, responses.add(response));
    response.once("close", () => responses.delete(response));
    handle(request, response);
  };

  const server = createServer(
    {
      maxHeaderSize: limits.headBytes,
      headersTimeout: limits.headTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: Math.min(1000, limits.headTimeout),
      // `readHead` does that.
      requireHostHeader: false,
    },
    listener,
  );
  server.on("checkExpectation", listener);
  server.on("connect", (_request, socket) => {
    // `node:http` has let go of the socket: an error that nobody listens for would end the process.
    socket.on("error", () => {});
    socket.resume();
    if (unfinished.get(socket)?.size) socket.destroy();
    else answerOnSocket(socket, notFound("This server is not a proxy."));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const answer = () => answerOnSocket(socket, toApiError(error));
    const responses = [...(unfinished.get(socket) ?? [])];
    // What came before has its answer first, and one that has begun cannot have this one written into it.
    const before = responses.findLast(({ headersSent, req }) => headersSent || req.complete);
    if (before === undefined) {
      answer();
    } else if (socket.readableEnded) {
      // The client has left, in the midst of this one.
      socket.destroy();
    } else if (!broken.has(socket)) {
      broken.add(socket);
      before.once("close", answer);
    }
  });
  return server;
}

function toApiError(error: NodeJS.ErrnoException): ApiError {
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
