import type { IncomingHttpHeaders } from "node:http";
import type { CancellationSignal } from "@completions-api/http";
import { HttpError } from "@completions-api/protocol";
import type { Dispatcher } from "undici";
import { type BatchProducer, BatchQueue } from "../../batch-queue.ts";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import { BodyDecoder } from "./body-decoder.ts";
import { toConnectionError } from "./connection-error.ts";
import { joinBytes } from "./join-bytes.ts";
import { chunkTurn } from "./reading-turn.ts";
import { type RequestSender, startRequest } from "./reused-connections.ts";

/** A response whose headers have arrived. */
export interface UpstreamResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body's bytes, decoded, in batches that arrived together. Ending the iteration early closes the connection. */
  readonly body: BatchQueue<Uint8Array>;
  /** Ends the body early, but keeps the connection if the server ends the response soon. */
  release(): void;
}

/** The limits on reading the rest of a released response: bytes, and milliseconds. */
const restLimits = { bytes: 65_536, time: 1_000 };

/** The number of unread bytes of a body at which the client stops reading from the network. */
const mostWaiting = 16_384;

/** In bytes: what a piece of a body takes beside its bytes. */
const pieceOverhead = 256;

/** The number of interim responses before the real one. Servers send one or two. */
const mostInterim = 16;

/** Milliseconds within which a closed connection is noticed. A server that closes it later may have worked on the request. */
const staleTime = 1_000;

/** Errors of a connection that the server has closed. */
const closedCodes: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** A promise whose functions run as microtasks. `queueMicrotask` also creates an `AsyncResource` for each. */
const resolved = Promise.resolve();

/** One request and its response, as undici reports it. */
export class UpstreamExchange
  implements Dispatcher.DispatchHandler, RequestSender, BatchProducer, UpstreamResponse
{
  /** Set by `startRequest`. */
  isOnReusedConnection = false;
  /**
   * True if the server closed the connection while it was idle, so that the request came too late: it was not sent, or the
   * connection had waited for it, was lost soon, and nothing was received. The server has then not processed the request.
   */
  isUnprocessed = false;
  status = 0;
  headers: IncomingHttpHeaders = {};
  readonly body: BatchQueue<Uint8Array> = new BatchQueue(this);
  readonly #head = Promise.withResolvers<UpstreamResponse>();
  readonly #signal: CancellationSignal;
  readonly #flushLater = (): void => this.#flush();
  readonly #onSignal = (): void => this.#abort(this.#signal.reason);
  #controller: Dispatcher.DispatchController | undefined;
  #decoder: BodyDecoder | undefined;
  #startedAt = 0;
  #hasResponse = false;
  /** The number of interim responses so far. */
  #interim = 0;
  #isOver = false;
  /** Bytes that are neither in `body` nor in the decoder yet. */
  #received: Uint8Array[] = [];
  /** The number of bytes in `body`. */
  #waitingBytes = 0;
  /** True while the connection is paused for the next turn of the event loop. */
  #waitsForTurn = false;
  #rest: { bytes: number; readonly timer: NodeJS.Timeout } | undefined;

  constructor(signal: CancellationSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", this.#onSignal);
  }

  get response(): Promise<UpstreamResponse> {
    return this.#head.promise;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // The request was aborted while undici was still connecting.
    if (this.#isOver) controller.abort(toError(this.#signal.reason));
    else startRequest(this);
    this.#controller = controller;
    this.#startedAt = performance.now();
  }

  onResponseStarted(): void {
    this.#hasResponse = true;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // An interim response, such as 103 Early Hints: the real one follows.
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > mostInterim) this.#abort(invalidUpstreamResponse("nothing but interim responses"));
      return;
    }
    this.status = status;
    this.headers = headers;
    this.#head.resolve(this);
    const coding = headers["content-encoding"];
    if (coding !== undefined) this.#decode(coding);
  }

  onResponseData(controller: Dispatcher.DispatchController, bytes: Uint8Array): void {
    if (this.#isOver) {
      this.#drop(bytes);
      return;
    }
    // undici reports each HTTP chunk, and servers write one per event. Reading the chunks of a packet together is several
    // times as fast.
    if (this.#received.length === 0) void resolved.then(this.#flushLater);
    this.#received.push(bytes);
    chunkTurn.count(1);
    if (chunkTurn.isOver && !this.#waitsForTurn) void this.#waitForTurn(controller);
  }

  async #waitForTurn(controller: Dispatcher.DispatchController): Promise<void> {
    this.#waitsForTurn = true;
    controller.pause();
    await chunkTurn.next();
    this.#waitsForTurn = false;
    if (this.#waitingBytes < mostWaiting) controller.resume();
  }

  #decode(header: string | readonly string[]): void {
    try {
      // Several lines of a header are one list (RFC 9110, section 5.3), which undici's types do not say.
      this.#decoder = new BodyDecoder(String(header), {
        onData: (bytes) => this.#add(bytes),
        onDrain: () => this.#readOn(),
        onEnd: () => this.#end(),
        onFailure: (error) => this.#abort(error),
      });
    } catch (error) {
      this.#abort(error);
    }
  }

  onResponseEnd(): void {
    this.#flush();
    if (this.#decoder) this.#decoder.end();
    else this.#end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.isUnprocessed =
      "code" in error && closedCodes.has(error.code) && !this.#hasResponse && this.#cameTooLate();
    this.#flush();
    if (this.#decoder) this.#decoder.whenDecoded(() => this.#lose(error));
    else this.#lose(error);
  }

  #cameTooLate(): boolean {
    // The connection was closed before the request was sent.
    if (this.#controller === undefined) return true;
    return this.isOnReusedConnection && performance.now() - this.#startedAt < staleTime;
  }

  #end(): void {
    clearTimeout(this.#rest?.timer);
    this.#finish();
    this.body.end();
  }

  #lose(error: Error): void {
    clearTimeout(this.#rest?.timer);
    this.#fail(error);
  }

  #flush(): void {
    const received = this.#received;
    if (received.length === 0 || this.#isOver) return;
    this.#received = [];
    // One piece: a server that writes a byte in each chunk could fill the memory with thousands of objects.
    const bytes = joinBytes(received);
    if (this.#decoder === undefined) this.#add(bytes);
    else if (!this.#decoder.write(bytes)) this.#controller?.pause();
  }

  #add(bytes: Uint8Array): void {
    if (this.#isOver) return;
    this.body.add([bytes]);
    if (this.body.length === 0) return;
    this.#waitingBytes += bytes.length + pieceOverhead;
    if (this.#waitingBytes >= mostWaiting) (this.#decoder ?? this.#controller)?.pause();
  }

  onEmpty(): void {
    this.#waitingBytes = 0;
    if (this.#decoder) this.#decoder.resume();
    else this.#readOn();
  }

  #readOn(): void {
    if (!this.#waitsForTurn) this.#controller?.resume();
  }

  onLeave(): void {
    this.#abort(new Error("The consumer does not want the rest of the completion."));
  }

  release(): void {
    if (this.#isOver) return;
    this.#finish();
    this.body.end();
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
    const error = this.#signal.aborted ? this.#signal.reason : this.#toHttpError(reason);
    // Only one of the two still has a listener: the head settles before the body is read.
    this.#head.reject(error);
    this.body.fail(error);
  }

  #toHttpError(reason: unknown): HttpError {
    return reason instanceof HttpError ? reason : toConnectionError(reason, this.#controller !== undefined);
  }

  #finish(): void {
    this.#isOver = true;
    this.#decoder?.destroy();
    this.#signal.removeEventListener("abort", this.#onSignal);
  }
}

/** Converts a signal's reason, which may be any value, to an error. */
function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("The request was aborted.", { cause: reason });
}
