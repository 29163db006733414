import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type HttpError, notFound, otherError } from "@completions-api/protocol";
import type { ErrorFormat } from "./error-format.ts";
import { holdContinue } from "./expectation.ts";
import { http } from "./node-http.ts";
import { respondOnSocket } from "./respond-on-socket.ts";

/** Limits on what a client may send before its body, and on how slowly it may send and read. */
export interface ServerLimits {
  /** Bytes of a request's line and headers. */
  readonly headBytes: number;
  /** Milliseconds until a request's line and headers must have arrived. */
  readonly headTimeout: number;
  /** Milliseconds until a whole request must have arrived. */
  readonly requestTimeout: number;
  /** Milliseconds within which a client must read some of the data that is waiting for it. */
  readonly readTimeout: number;
}

/**
 * Handles a request.
 *
 * @returns a function that returns the format of the request's errors, in case that the rest of the request cannot be parsed.
 */
type RequestListener = (request: IncomingMessage, response: ServerResponse) => () => ErrorFormat | undefined;

/** A request whose response has not ended. */
interface UnfinishedRequest {
  readonly response: ServerResponse;
  readonly findErrorFormat: () => ErrorFormat | undefined;
}

/** Options of {@link createNodeServer}. */
interface NodeServerOptions extends Partial<ServerLimits> {
  readonly onRefusal?: (error: HttpError) => Readonly<Record<string, string>>;
}

const defaultLimits: ServerLimits = {
  headBytes: 16 * 1024,
  headTimeout: 10_000,
  requestTimeout: 30_000,
  readTimeout: 60_000,
};

/**
 * Creates an HTTP server that responds in the API's shapes even when `node:http` would write a response of its own, without a
 * body. A client that sends too slowly gets a 408; a client that reads too slowly is disconnected.
 *
 * @param options - limits, by default 16 KiB in 10 seconds for a head, 30 seconds for a request, and 60 seconds to read.
 */
export function createNodeServer(handle: RequestListener, options: NodeServerOptions): Server {
  const { onRefusal, ...limits } = { ...defaultLimits, ...options };
  // Arrays, because a set that entries keep entering and leaving is rehashed again and again: until V8 collects its old
  // generation, each old table keeps its successor and the responses in both alive.
  const unfinished = new WeakMap<Duplex, UnfinishedRequest[]>();
  /** Connections that sent something unparseable while earlier responses were still due. */
  const broken = new WeakSet<Duplex>();

  const track = (socket: Socket) => {
    const requests: UnfinishedRequest[] = [];
    unfinished.set(socket, requests);
    socket.once("close", () => closeQueued(requests));
    return requests;
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const requests = unfinished.get(request.socket) ?? track(request.socket);
    const item = { response, findErrorFormat: handle(request, response) };
    requests.push(item);
    response.once("close", () => requests.splice(requests.indexOf(item), 1));
  };
  const refuse = (socket: Duplex, error: HttpError) => {
    // The connection was reset, or it already has this response and the client still sends.
    if (!socket.writable) return;
    // `onRefusal` is only for requests without a handler. One whose head was parsed has a handler.
    const [request] = unfinished.get(socket) ?? [];
    if (request) respondOnSocket(socket, error, request.response.getHeaders(), request.findErrorFormat());
    else respondOnSocket(socket, error, onRefusal?.(error));
  };

  const server = http.createServer(
    {
      maxHeaderSize: limits.headBytes,
      headersTimeout: limits.headTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: Math.min(1000, limits.headTimeout),
      // Longer than load balancers keep their connections, so that none sends into a connection that is just being closed.
      keepAliveTimeout: 75_000,
      // `readUrl` checks the header.
      requireHostHeader: false,
    },
    listener,
  );
  server.timeout = limits.readTimeout;
  server.on("timeout", (socket) => {
    // Without unread data, the client is waiting for the server.
    if (socket.writableLength > 0 || !unfinished.get(socket)?.length) socket.destroy();
  });
  server.on("checkExpectation", listener);
  server.on("checkContinue", (request, response) => {
    holdContinue(request, response);
    listener(request, response);
  });
  server.on("connect", (_request, socket) => {
    // `node:http` no longer listens to this socket, and an unhandled error would end the process.
    socket.on("error", () => {});
    socket.resume();
    if (unfinished.get(socket)?.length) socket.destroy();
    else refuse(socket, notFound("This server is not a proxy"));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const responses = (unfinished.get(socket) ?? []).map(({ response }) => response);
    // Earlier requests get their responses first: this one must not be written into a response that has begun.
    const earlier = responses.findLast(({ headersSent, req }) => headersSent || req.complete);
    if (earlier === undefined) {
      refuse(socket, fromParserError(error));
    } else if (socket.readableEnded) {
      // The client disconnected in the middle of this request.
      socket.destroy();
    } else if (!broken.has(socket)) {
      broken.add(socket);
      earlier.once("close", () => refuse(socket, fromParserError(error)));
    }
  });
  return server;
}

/** Closes the responses that wait for an earlier one of their connection, which is lost. Node 20 never closes them. */
function closeQueued(requests: readonly UnfinishedRequest[]): void {
  for (const { response } of [...requests]) {
    if (response.socket !== null || response.destroyed) continue;
    response.destroy();
    response.emit("close");
  }
}

function fromParserError(error: NodeJS.ErrnoException): HttpError {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return otherError("headers_too_large", "The request's headers are too large", {
        advice: "Send fewer or shorter ones.",
      });
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return otherError("request_timeout", "The request took too long to arrive", {
        advice: "Send it faster.",
      });
    default:
      return otherError("invalid_request", "The request is not valid HTTP/1.1");
  }
}
