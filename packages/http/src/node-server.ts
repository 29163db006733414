import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type HttpError, notFound, otherError } from "@completions-api/protocol";
import { ApiResponse, listHeaders } from "./api-response.ts";
import type { Connection, Exchange } from "./connection.ts";
import { Connections } from "./connections.ts";
import { holdContinue } from "./expectation.ts";
import { findFramingFault } from "./find-framing-fault.ts";
import { http } from "./node-http.ts";
import { respondOnSocket } from "./respond-on-socket.ts";
import { defaultLimits, type ServerLimits } from "./server-limits.ts";
import { requestTimeout, watchConnections } from "./watch-connections.ts";

/** Begins to handle a request. */
type RequestListener = (request: IncomingMessage, response: ServerResponse) => Exchange;

/** Options of {@link createNodeServer}. */
interface NodeServerOptions extends Partial<ServerLimits> {
  readonly onRefusal?: (error: HttpError, address: string | undefined) => Readonly<Record<string, string>>;
}

/** A server and its connections. */
export interface NodeServer {
  readonly server: Server<typeof IncomingMessage, typeof ApiResponse>;
  readonly connections: Connections;
}

/**
 * The number of requests that begin in one turn of the event loop because earlier ones of their connections have ended. With more,
 * clients that pipeline would keep all others waiting.
 */
const followersPerTurn = 16;

/** The number of refused requests in a row after which a connection is closed, so that further ones cost a new connection. */
const refusalsLimit = 100;

/** The bytes that a client must read, or send of a body, within the time for it: fewer are no progress. */
const leastRead = 1024;
const leastSent = 1;

/**
 * Creates an HTTP server that responds in the API's shapes even when `node:http` would write a response of its own, without a
 * body. It handles one request of a connection at a time. A client that sends too slowly gets a 408; a client that reads too
 * slowly is disconnected.
 *
 * @param options - limits, by default {@link defaultLimits}.
 */
export function createNodeServer(handle: RequestListener, options: NodeServerOptions): NodeServer {
  const { onRefusal, ...limits } = { ...defaultLimits, ...options };
  const connections = new Connections(limits.maxConnections, (connection, error) =>
    refuse(connection, error),
  );

  const receive = (request: IncomingMessage, response: ServerResponse) => {
    const connection = connections.find(request.socket);
    // Whatever follows the last response, or bytes that could not be parsed, cannot be trusted to be a request.
    if (connection === undefined || connection.isOver || connection.fault) return;
    if (connection.isBusy) connection.postpone({ request, response });
    else begin(connection, request, response);
  };
  const begin = (connection: Connection, request: IncomingMessage, response: ServerResponse) => {
    const fault =
      request.rawHeaders.length > 2 * limits.maxHeaders ? tooLargeHead() : findFramingFault(request);
    if (fault) {
      request.resume();
      refuse(connection, fault);
      return;
    }
    if (connection.refusals >= refusalsLimit || connections.areClosing) connection.closeAfter(response);
    connection.changedAt = performance.now();
    const exchange = handle(request, response);
    connection.exchange = exchange;
    response.once("close", () => {
      exchange.onClose();
      const isRefusal = response.statusCode >= 400 && response.statusCode < 500;
      connection.refusals = isRefusal ? connection.refusals + 1 : 0;
      connection.exchange = undefined;
      connection.changedAt = performance.now();
      if (connection.isBusy || connection.fault) beginSoon(connection);
    });
  };
  let followers = 0;
  const beginSoon = (connection: Connection) => {
    if (followers === 0) {
      setImmediate(() => {
        followers = 0;
      });
    }
    followers += 1;
    if (followers <= followersPerTurn) beginNext(connection);
    else setImmediate(beginNext, connection);
  };
  const beginNext = (connection: Connection) => {
    if (!connection.socket.writable) {
      connection.dropWaiting();
    } else if (connection.release()) {
      // The client may have disconnected while nothing was read.
      setImmediate(() => beginNext(connection));
    } else {
      const next = connection.takeWaiting();
      if (next) begin(connection, next.request, next.response);
      else if (connection.fault) refuse(connection, connection.fault);
    }
  };
  /** Responds to bytes that are not a request, or to one that cannot be read to its end. */
  const refuse = (connection: Connection, error: HttpError) => {
    const { socket, exchange } = connection;
    connection.isOver = true;
    // `onRefusal` is only for requests without a handler. One whose head was parsed has a handler.
    if (exchange) respondOnSocket(socket, error, listHeaders(exchange.response), exchange.errorFormat);
    else respondOnSocket(socket, error, onRefusal?.(error, socket.remoteAddress));
  };
  /** Responds to bytes that could not be parsed, or did not come, once the requests before them have their responses. */
  const fail = (connection: Connection, error: HttpError) => {
    const { exchange, socket } = connection;
    if (connection.isOver || connection.fault) return;
    const isUnanswered = !exchange || !(exchange.message.complete || exchange.response.headersSent);
    if (isUnanswered) refuse(connection, error);
    // The client disconnected in the middle of a later request.
    else if (socket.readableEnded) socket.destroy();
    else {
      connection.fault = error;
      connection.dropIncomplete();
    }
  };

  const server: NodeServer["server"] = http.createServer(
    {
      maxHeaderSize: limits.headBytes,
      headersTimeout: limits.headTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: Math.min(1000, limits.headTimeout),
      // Longer than load balancers keep their connections, so that none sends into a connection that is just being closed.
      keepAliveTimeout: 75_000,
      // `readUrl` checks the header.
      requireHostHeader: false,
      // Per connection of a client that does not read, as many bytes of text wait in the heap, and one more part of the response.
      highWaterMark: 16_384,
      ServerResponse: ApiResponse,
    },
    receive,
  );
  // The parser refuses more, or drops them before Node 24: with one more than the limit it is known that there were too many.
  server.maxHeadersCount = limits.maxHeaders + 1;
  server.on("connection", (socket) => connections.add(socket));
  server.on("checkExpectation", receive);
  server.on("checkContinue", (request, response) => {
    holdContinue(request, response);
    receive(request, response);
  });
  server.on("connect", (_request, socket) => {
    // `node:http` no longer listens to this socket, and an unhandled error would end the process.
    socket.on("error", () => {});
    const connection = connections.find(socket);
    if (connection === undefined || connection.exchange) socket.destroy();
    else refuse(connection, notFound("This server is not a proxy"));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const connection = connections.find(socket);
    if (connection === undefined) socket.destroy();
    // A request that is not read cannot arrive.
    else if (!(connection.isHeld && error.code === timeoutCode)) fail(connection, fromParserError(error));
  });
  const paces = {
    reading: { time: limits.readTimeout, bytes: leastRead },
    sending: { time: limits.bodyTimeout, bytes: leastSent },
  };
  server.once("listening", () => {
    const watch = watchConnections(connections, paces, fail);
    server.once("close", () => clearInterval(watch));
  });
  return { server, connections };
}

/** The code of the error for a request that did not arrive in time. */
const timeoutCode = "ERR_HTTP_REQUEST_TIMEOUT";

function tooLargeHead(): HttpError {
  return otherError("headers_too_large", "The request's headers are too large", {
    advice: "Send fewer or shorter ones.",
  });
}

function fromParserError(error: NodeJS.ErrnoException): HttpError {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return tooLargeHead();
    case timeoutCode:
      return requestTimeout();
    default:
      return otherError("invalid_request", "The request is not valid HTTP/1.1");
  }
}
