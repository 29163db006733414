import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";

/** Takes a response as it comes. What its methods throw aborts the exchange, and comes back to `fail`. */
export interface ResponseReader {
  /** Takes the status and headers, and the connection for what it wants of that. */
  begin(status: number, headers: IncomingHttpHeaders, connection: Connection): void;
  /** Takes the body's next bytes: all that came together. */
  read(bytes: Uint8Array): void;
  /** The body is complete. */
  end(): void;
  /** Something went wrong before that. Whatever it is, it is only told once, and nothing is after it. */
  fail(reason: unknown): void;
}

/** How much may still come of a response that is read to its end only to keep the connection: bytes and milliseconds. */
const restLimits = { bytes: 65_536, time: 1_000 };

/** A request on its way: hands the response to its reader, and the other way tells undici what the reader wants. */
export class Connection implements Dispatcher.DispatchHandler {
  readonly #reader: ResponseReader;
  readonly #signal: AbortSignal;
  readonly #onSignal = (): void => this.abort(this.#signal.reason);
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  /** Bytes that the reader does not have yet. */
  #received: Uint8Array[] = [];
  #rest: { bytes: number; readonly timer: NodeJS.Timeout } | undefined;

  /** @param signal - aborts the exchange. */
  constructor(reader: ResponseReader, signal: AbortSignal) {
    this.#reader = reader;
    this.#signal = signal;
    signal.addEventListener("abort", this.#onSignal);
  }

  /** Ends the exchange, and closes the connection. The reader fails with `reason`. */
  abort(reason: unknown): void {
    if (this.#isOver) return;
    // There is no controller while undici connects; the request then ends as soon as it would start.
    this.#controller?.abort(toError(reason));
    this.#fail(reason);
  }

  /** Takes no more bytes from the network for now. */
  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  /** The reader has all it wants: what is left of the response is dropped, so that the connection can be used again. */
  release(): void {
    if (this.#isOver) return;
    this.#over();
    const timer = setTimeout(() => this.#abandon(), restLimits.time).unref();
    this.#rest = { bytes: 0, timer };
    this.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isOver) controller.abort(toError(this.#signal.reason));
    this.#controller = controller;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#reader.begin(status, headers, this);
  }

  onResponseData(_: Dispatcher.DispatchController, bytes: Uint8Array): void {
    if (this.#isOver) this.#drop(bytes);
    else {
      // undici gives out a chunk of HTTP at a time, of which servers make one for each event. To read those of a packet
      // together is several times as fast.
      if (this.#received.length === 0) queueMicrotask(() => this.#read());
      this.#received.push(bytes);
    }
  }

  onResponseEnd(): void {
    this.#read();
    clearTimeout(this.#rest?.timer);
    if (this.#isOver) return;
    // From here on there is nothing to release, nor to abort.
    this.#over();
    try {
      this.#reader.end();
    } catch (error) {
      this.#reader.fail(error);
    }
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#read();
    clearTimeout(this.#rest?.timer);
    this.#fail(error);
  }

  #read(): void {
    const received = this.#received;
    if (received.length === 0 || this.#isOver) return;
    this.#received = [];
    try {
      this.#reader.read(Buffer.concat(received));
    } catch (error) {
      this.abort(error);
    }
  }

  #drop({ length }: Uint8Array): void {
    if (!this.#rest) return;
    this.#rest.bytes += length;
    if (this.#rest.bytes > restLimits.bytes) this.#abandon();
  }

  #abandon(): void {
    this.#controller?.abort(new Error("More came after the completion than is worth reading."));
  }

  #fail(reason: unknown): void {
    if (this.#isOver) return;
    this.#over();
    this.#reader.fail(reason);
  }

  #over(): void {
    this.#isOver = true;
    this.#signal.removeEventListener("abort", this.#onSignal);
  }
}

/** A signal's reason may be anything. */
function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("The request was aborted.", { cause: reason });
}
