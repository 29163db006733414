import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { BatchQueue } from "../batch-queue.ts";
import { toConnectionError } from "./connection-error.ts";
import { createDispatcher as createDefault } from "./dispatcher.ts";

/** A response whose headers have arrived. */
export interface UpstreamResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body's bytes, in batches that arrived together. Ending the iteration early closes the connection. */
  readonly body: BatchQueue<Uint8Array>;
  /** Ends the body early, but keeps the connection if the server ends the response soon. */
  release(): void;
}

/** Sends requests to one server. */
export interface UpstreamClient {
  /**
   * Posts a JSON document and resolves with the response once its headers have arrived.
   *
   * @throws HttpError 502 if the server cannot be reached or the connection is lost, 504 if it cannot be reached in time;
   * later, reading the body throws it. `signal`'s reason once aborted.
   */
  post(
    headers: Readonly<Record<string, string>>,
    document: unknown,
    signal: AbortSignal,
  ): Promise<UpstreamResponse>;
  /** Lets open requests end, and closes the connections. */
  close(): Promise<void>;
}

/** The limits on reading the rest of a released response: bytes, and milliseconds. */
const restLimits = { bytes: 65_536, time: 1_000 };

/** The number of unread bytes of a body at which the client stops reading from the network. */
const mostWaiting = 65_536;

/** Options of {@link createUpstreamClient}. */
export interface UpstreamClientOptions {
  /** The address to post to. */
  readonly url: URL;
  /** Milliseconds until a connection must be open; by default 10,000. */
  readonly connectTimeout?: number | undefined;
  /** Creates what opens connections to the URL's origin and keeps them; by default a pool of HTTP/1.1 connections. */
  readonly createDispatcher?: () => Dispatcher;
}

/** Creates a client. It waits for responses as long as they take: other timeouts are for its caller. */
export function createUpstreamClient({
  url,
  connectTimeout,
  createDispatcher = () => createDefault(url.origin, { connectTimeout }),
}: UpstreamClientOptions): UpstreamClient {
  const path = url.pathname + url.search;
  const dispatcher = createDispatcher();
  return {
    async post(headers, document, signal) {
      signal.throwIfAborted();
      const exchange = new UpstreamExchange(signal);
      dispatcher.dispatch(
        { origin: url.origin, method: "POST", path, headers: { ...headers }, body: JSON.stringify(document) },
        exchange,
      );
      return exchange.response;
    },
    close: () => dispatcher.close(),
  };
}

/** One request and its response, as undici reports it. */
class UpstreamExchange implements Dispatcher.DispatchHandler {
  readonly #head = Promise.withResolvers<UpstreamResponse>();
  readonly #body = new BatchQueue<Uint8Array>({
    onEmpty: () => this.#resume(),
    onLeave: () => this.#abort(new Error("The consumer does not want the rest of the completion.")),
  });
  readonly #signal: AbortSignal;
  readonly #onSignal = (): void => this.#abort(this.#signal.reason);
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  /** Bytes that are not in `#body` yet. */
  #received: Uint8Array[] = [];
  /** The number of bytes in `#body`. */
  #waitingBytes = 0;
  #rest: { bytes: number; readonly timer: NodeJS.Timeout } | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", this.#onSignal);
  }

  get response(): Promise<UpstreamResponse> {
    return this.#head.promise;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // The request was aborted while undici was still connecting.
    if (this.#isOver) controller.abort(toError(this.#signal.reason));
    this.#controller = controller;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // An interim response, such as 103 Early Hints: the real one follows.
    if (status < 200) return;
    this.#head.resolve({ status, headers, body: this.#body, release: () => this.#release() });
  }

  onResponseData(_: Dispatcher.DispatchController, bytes: Uint8Array): void {
    if (this.#isOver) this.#drop(bytes);
    else {
      // undici reports each HTTP chunk, and servers write one per event. Reading the chunks of a packet together is several
      // times as fast.
      if (this.#received.length === 0) queueMicrotask(() => this.#flush());
      this.#received.push(bytes);
    }
  }

  onResponseEnd(): void {
    this.#flush();
    clearTimeout(this.#rest?.timer);
    this.#finish();
    this.#body.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#flush();
    clearTimeout(this.#rest?.timer);
    this.#fail(error);
  }

  #flush(): void {
    const received = this.#received;
    if (received.length === 0 || this.#isOver) return;
    this.#received = [];
    this.#body.add(received);
    if (this.#body.length === 0) return;
    for (const bytes of received) this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= mostWaiting) this.#controller?.pause();
  }

  #resume(): void {
    this.#waitingBytes = 0;
    this.#controller?.resume();
  }

  #release(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#body.end();
    const timer = setTimeout(() => this.#abandon(), restLimits.time).unref();
    this.#rest = { bytes: 0, timer };
    this.#controller?.resume();
  }

  #drop({ length }: Uint8Array): void {
    if (!this.#rest) return;
    this.#rest.bytes += length;
    if (this.#rest.bytes > restLimits.bytes) this.#abandon();
  }

  #abandon(): void {
    this.#controller?.abort(new Error("The rest of the response is too long to read."));
  }

  #abort(reason: unknown): void {
    if (this.#isOver) return;
    // Without a controller undici is still connecting, and `onRequestStart` aborts.
    this.#controller?.abort(toError(reason));
    this.#fail(reason);
  }

  #fail(reason: unknown): void {
    if (this.#isOver) return;
    this.#finish();
    const error = this.#signal.aborted
      ? this.#signal.reason
      : toConnectionError(reason, this.#controller !== undefined);
    // Only one of the two still has a listener: the head settles before the body is read.
    this.#head.reject(error);
    this.#body.fail(error);
  }

  #finish(): void {
    this.#isOver = true;
    this.#signal.removeEventListener("abort", this.#onSignal);
  }
}

/** Converts a signal's reason, which may be any value, to an error. */
function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("The request was aborted.", { cause: reason });
}
