import type { Delta } from "@completions-api/engine";
import {
  createEventDecoder,
  type DecodedEvents,
  framingRepair,
  RepeatedEvents,
} from "@completions-api/protocol";
import { responseMemory } from "../../../memory/response-memory.ts";
import { sizeOfObjects } from "../../../memory/size-of-choice.ts";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import type { UpstreamResponse } from "../connections/exchange.ts";
import { joinBytes } from "../connections/join-bytes.ts";
import { streamTurn } from "../connections/reading-turn.ts";
import { toCallerError } from "../errors/caller-error.ts";
import { readErrorDetails } from "../errors/error-details.ts";
import { readRetryAfter } from "../errors/retry-after.ts";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import type { ChunkReader } from "./chunk-reader.ts";
import { createFinalDelta } from "./final-delta.ts";
import { readChunk } from "./read-chunk.ts";
import { mostResponseBytes } from "./response-limit.ts";

/** The streams of this process that have not ended. */
let openStreams = 0;

/** The range of the number of bytes whose events are read at once, and the number of all streams together. */
const leastAtOnce = 2 ** 12;
const mostAtOnce = 2 ** 15;
const mostInAll = 2 ** 21;

/**
 * Returns the number of bytes whose events a stream reads at once: fewer if many streams are open, because the deltas and events of
 * those that nobody reads take many times their bytes.
 */
function choosePieceLength(): number {
  return Math.max(leastAtOnce, Math.min(mostAtOnce, Math.floor(mostInAll / openStreams)));
}

/**
 * The deltas of a stream of events.
 *
 * A stream is whole once each choice has ended and the usage or `[DONE]` has arrived: a server that loses its connection
 * after that has nothing more to say. Any earlier end is a 502, unless it is the server's way of ending a text.
 *
 * Not an async generator, because that takes three promises per batch where this takes one.
 */
export class StreamedDeltas implements AsyncIterableIterator<readonly Delta[]> {
  readonly #response: UpstreamResponse;
  readonly #reader: ChunkReader;
  readonly #call: UpstreamCall;
  readonly #decoder;
  #first: readonly Delta[] | undefined;
  /** Thrown after the deltas that arrived before it. */
  #failure: { readonly reason: unknown } | undefined;
  #isOver = false;
  /** Bytes that have arrived, but have not been read yet. */
  #rest: Uint8Array | undefined;
  /** The number of bytes that the rest of the response may have. */
  #room: number;
  /** Counts the event that is incomplete or was the latest, and `#rest`. */
  readonly #held = responseMemory.open();
  #isOpen = true;
  /** The bytes that the objects and lists of the next event will take, if they are to pass. */
  #objects = 0;

  constructor(response: UpstreamResponse, reader: ChunkReader, call: UpstreamCall) {
    this.#response = response;
    this.#reader = reader;
    this.#call = call;
    this.#room = mostResponseBytes(call.request);
    this.#decoder = createEventDecoder({
      hasOneChoice: reader.choices.length === 1,
      repair: framingRepair,
      parse: new RepeatedEvents().parse,
    });
    openStreams += 1;
  }

  /**
   * Waits for the first deltas.
   *
   * @param start - the bytes of the body that have been read already; none if the body is empty.
   */
  async readFirst(start: Uint8Array): Promise<void> {
    const read = this.#onRead(
      start.length > 0 ? { done: false, value: [start] } : { done: true, value: undefined },
    );
    this.#first = (await read).value;
  }

  next(): Promise<IteratorResult<readonly Delta[]>> {
    const first = this.#first;
    this.#first = undefined;
    if (first) return Promise.resolve({ done: false, value: first });
    if (this.#failure) {
      this.#isOver = true;
      this.#close();
      return Promise.reject(this.#failure.reason);
    }
    if (this.#isOver) {
      this.#close();
      return Promise.resolve({ done: true, value: undefined });
    }
    if (this.#rest) return streamTurn.isOver ? this.#readOn() : Promise.resolve(this.#advance());
    return this.#response.body.next().then(this.#onRead, this.#onLoss);
  }

  async return(): Promise<IteratorResult<readonly Delta[]>> {
    this.#isOver = true;
    this.#rest = undefined;
    this.#close();
    await this.#response.body.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #onRead = (
    read: IteratorResult<readonly Uint8Array[]>,
  ): IteratorResult<readonly Delta[]> | Promise<IteratorResult<readonly Delta[]>> => {
    if (!read.done) this.#rest = joinBytes(read.value);
    return this.#rest && streamTurn.isOver ? this.#readOn() : this.#advance();
  };

  /** Reads the bytes that have arrived, or the end. */
  #advance(): IteratorResult<readonly Delta[]> | Promise<IteratorResult<readonly Delta[]>> {
    const deltas = this.#rest ? this.#readRest(this.#rest) : this.#readEnd();
    if (this.#reader.end) return this.#complete(deltas);
    return deltas.length > 0 ? { done: false, value: deltas } : this.#readOn();
  }

  /** Lets go of what the stream holds. */
  #close(): void {
    this.#held.release();
    if (this.#isOpen) openStreams -= 1;
    this.#isOpen = false;
  }

  readonly #onLoss = (reason: unknown): never => {
    this.#close();
    throw reason;
  };

  /** Reads until there are deltas. Each batch may hold nothing but comments, so this is a loop, not a chain of promises. */
  async #readOn(): Promise<IteratorResult<readonly Delta[]>> {
    while (!this.#failure && !this.#isOver) {
      if (this.#rest === undefined) {
        const read = await this.#response.body.next().catch(this.#onLoss);
        if (!read.done) this.#rest = joinBytes(read.value);
      } else if (streamTurn.isOver) {
        await streamTurn.next();
        continue;
      }
      const deltas = this.#rest ? this.#readRest(this.#rest) : this.#readEnd();
      if (this.#reader.end) return this.#complete(deltas);
      if (deltas.length > 0) return { done: false, value: deltas };
    }
    return this.next();
  }

  /** Reads the next bytes, and keeps the rest of them: as deltas they take many times the memory. */
  #readRest(bytes: Uint8Array): Delta[] {
    const length = choosePieceLength();
    const isLong = bytes.length > length;
    const piece = isLong ? bytes.subarray(0, length) : bytes;
    this.#rest = isLong ? bytes.subarray(length) : undefined;
    streamTurn.count(piece.length);
    this.#room -= piece.length;
    if (this.#room >= 0) return this.#feed(piece);
    this.#fail(invalidUpstreamResponse(`more than ${mostResponseBytes(this.#call.request)} bytes`));
    return [];
  }

  #feed(piece: Uint8Array): Delta[] {
    const before = this.#decoder.heldLength();
    if (this.#call.request.passesProperties) this.#objects += sizeOfObjects(piece);
    const deltas = this.#readEvents(this.#decoder.feed(piece));
    const after = this.#decoder.heldLength();
    // Keeping the pieces of a long event is next to no work, until it is read.
    if (after < before) streamTurn.count(before - after);
    if (!this.#failure && !this.#reader.end)
      this.#hold(Math.max(before, after) + this.#objects + (this.#rest?.length ?? 0));
    // A long event and its objects count until the consumer asks for more.
    if (deltas.length > 0) this.#objects = 0;
    return deltas;
  }

  #hold(bytes: number): void {
    try {
      this.#held.set(bytes);
    } catch (reason) {
      this.#fail(reason);
    }
  }

  #complete(deltas: Delta[]): IteratorResult<readonly Delta[]> | Promise<IteratorResult<readonly Delta[]>> {
    this.#isOver = true;
    // The rest of a text that was cut may never end.
    if (this.#reader.isCut) void this.#response.body.return();
    else this.#response.release();
    const add = (last: Delta): IteratorResult<readonly Delta[]> => {
      deltas.push(last);
      return { done: false, value: deltas };
    };
    const last = createFinalDelta(this.#reader, this.#call);
    return last instanceof Promise ? last.then(add) : add(last);
  }

  #readEvents({ events, failure }: DecodedEvents): Delta[] {
    const reader = this.#reader;
    const deltas: Delta[] = [];
    try {
      for (const event of events) {
        if (event === "[DONE]") reader.finish();
        else if ("error" in event) throw this.#toCallerError(event);
        else readChunk(reader, event, deltas, this.#call);
        // Nothing after the completion can make it fail.
        if (reader.end) return deltas;
      }
      // The failure's `cause` may quote the completion, so only its message is kept.
      if (failure)
        throw invalidUpstreamResponse(`a stream that cannot be read: ${failure.message.replace(/\.$/, "")}`);
    } catch (reason) {
      // The deltas before the failure are good.
      this.#fail(reason);
    }
    return deltas;
  }

  #fail(reason: unknown): void {
    this.#failure = { reason };
    this.#rest = undefined;
    void this.#response.body.return();
  }

  /** Converts an error. If the server says when to ask again, a header does, which came before the stream. */
  #toCallerError(event: object): Error {
    return toCallerError(readErrorDetails(event), this.#call, readRetryAfter(this.#response.headers));
  }

  #readEnd(): Delta[] {
    const reader = this.#reader;
    const deltas = this.#readEvents(this.#decoder.end());
    if (reader.end || this.#failure) return deltas;
    // If a server does not need `[DONE]`, the end of the body stands for it.
    if (reader.mayEnd) this.#readEvents({ events: ["[DONE]"] });
    else this.#failure = { reason: invalidUpstreamResponse("a stream that ended before the completion did") };
    return deltas;
  }
}
