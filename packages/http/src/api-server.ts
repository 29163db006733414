import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpError, toHttpError } from "@completions-api/protocol";
import { ApiResponse } from "./api-response.ts";
import { Cancellation } from "./cancellation.ts";
import type { Exchange } from "./connection.ts";
import { Drain } from "./drain.ts";
import type { ErrorFormat } from "./error-format.ts";
import { createNodeServer } from "./node-server.ts";
import { sendError } from "./send-error.ts";
import type { ServerLimits } from "./server-limits.ts";

/** A request on its way through the server. */
export interface RequestContext {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted once the client has disconnected, or once a drain has run out of time. */
  readonly clientGone: Cancellation;
}

/** Handles one request. */
export interface RequestHandler {
  /**
   * The way in which the server writes an error of this request. By default that of the API's own face. It is read for each
   * error, so it may depend on what `handle` has found out.
   */
  readonly errorFormat?: ErrorFormat | undefined;
  /** Headers of the response, whether it becomes a document, a stream or an error. Their names are in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Sends the response. If the promise rejects, the server sends the error: as the response or, once a stream has begun, as
   * its last event.
   */
  handle(): Promise<void>;
  /**
   * Called when the response has been sent or the connection is lost, before `clientGone` is aborted.
   *
   * @param clientLeft - true if the client disconnected before it had the whole response.
   */
  onClose?(clientLeft: boolean): void;
  /** Called with the error that the server sends, or would send if the client were still there. */
  onError?(error: HttpError): void;
  /** Called once, when both the handler and the connection have finished with the request. */
  onEnd?(): void;
}

/** Options of {@link createApiServer}. */
export interface ApiServerOptions extends Partial<ServerLimits> {
  /**
   * Called with the error for a request that could not be parsed, so that no handler sees it, and with the IP address that it
   * came from, unless the client has disconnected. Returns headers to add to the response, their names in lower case.
   */
  readonly onRefusal?: (error: HttpError, address: string | undefined) => Readonly<Record<string, string>>;
}

/** A server of the API. With `await using` it is closed at the end of the block. */
export interface ApiServer extends AsyncDisposable {
  /** True once `drain` has been called. */
  readonly isDraining: boolean;
  /**
   * Starts listening.
   *
   * @param address - an IP address or host name, and a TCP port; port 0 picks a free one.
   * @returns the base URL for clients, such as `http://127.0.0.1:8080`.
   * @throws Error of `node:net` if it cannot listen, for example with the code `EADDRINUSE`.
   */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /**
   * Stops accepting connections and lets requests finish. A request that is still open after `timeout` milliseconds gets a
   * 503, or an error event if its stream has begun.
   *
   * @param settle - milliseconds until it begins to close connections, if other processes still listen on the same port: a client
   * whose connection is closed connects again, perhaps to one that is about to stop. By default 0.
   * @returns the number of requests that were cut off.
   */
  drain(timeout: number, settle?: number): Promise<number>;
  /** Stops listening and closes every connection at once. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Creates a server that answers every request in the API's own shapes, whatever goes wrong.
 *
 * @param receive - called for each request whose head could be parsed.
 */
export function createApiServer(
  receive: (context: RequestContext) => RequestHandler,
  options: ApiServerOptions = {},
): ApiServer {
  const nodeServer = createNodeServer((message, response) => {
    const request = new OpenRequest(message, response);
    void request.handle(receive);
    return request;
  }, options);
  const { server, connections } = nodeServer;
  const drain = new Drain(nodeServer);
  const closed = new Promise<void>((resolve) => server.once("close", resolve));

  function close(): Promise<void> {
    server.close();
    connections.destroy();
    return closed;
  }

  return {
    get isDraining() {
      return drain.isDraining;
    },
    async listen({ host, port }) {
      server.listen(port, host);
      await once(server, "listening");
      // A server that listens on TCP has an address of this type.
      const { address, port: actualPort, family } = server.address() as AddressInfo;
      return `http://${family === "IPv6" ? `[${address}]` : address}:${actualPort}`;
    },
    drain: (timeout, settle) => drain.run(timeout, settle),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A request until both its handler and its connection have finished with it. */
class OpenRequest implements RequestContext, Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly clientGone: Cancellation = new Cancellation();
  #handler: RequestHandler | undefined;
  #isClosed = false;
  #isHandled = false;

  constructor(message: IncomingMessage, response: ServerResponse) {
    this.message = message;
    this.response = response;
  }

  get errorFormat(): ErrorFormat | undefined {
    return this.#handler?.errorFormat;
  }

  /** Creates the handler, and lets it handle the request. The promise does not reject, unless the handler's `onEnd` throws. */
  async handle(receive: (context: RequestContext) => RequestHandler): Promise<void> {
    const { message, response } = this;
    try {
      this.#handler = receive(this);
      if (response instanceof ApiResponse) response.commonHeaders = this.#handler.headers;
      await this.#handler.handle();
    } catch (thrown) {
      const error = toResponseError(thrown, message, this.clientGone);
      if (error !== undefined) {
        this.#handler?.onError?.(error);
        if (!response.destroyed) await trySendError(response, error, this.#handler);
      }
    }
    this.#isHandled = true;
    if (this.#isClosed) this.#handler?.onEnd?.();
  }

  onClose(): void {
    this.#isClosed = true;
    // Node 20 also calls a response finished if its connection was lost with data unsent.
    const clientLeft = !this.response.writableFinished || this.message.socket.destroyed;
    this.#handler?.onClose?.(clientLeft);
    if (clientLeft) this.clientGone.abort();
    if (this.#isHandled) void this.#end();
  }

  /** Async, so that an error in `onEnd` is a rejection of this request alone, and not an exception of the whole process. */
  async #end(): Promise<void> {
    this.#handler?.onEnd?.();
  }

  cutOff(error: HttpError): void {
    this.clientGone.abort(error);
  }
}

async function trySendError(
  response: ServerResponse,
  error: HttpError,
  handler: RequestHandler | undefined,
): Promise<void> {
  try {
    await sendError(response, error, handler?.errorFormat);
  } catch (failure) {
    handler?.onError?.(toHttpError(failure));
    response.destroy();
  }
}

/** Returns the error that a request failed with, or undefined if it only failed because its client disconnected. */
function toResponseError(
  thrown: unknown,
  message: IncomingMessage,
  clientGone: Pick<Cancellation, "aborted" | "reason">,
): HttpError | undefined {
  if (!clientGone.aborted) return toHttpError(thrown);
  // The drain ran out of time.
  if (clientGone.reason instanceof HttpError) return clientGone.reason;
  const isDisconnect =
    thrown === message.errored || (thrown instanceof Error && thrown.name === "AbortError");
  return isDisconnect ? undefined : toHttpError(thrown);
}
