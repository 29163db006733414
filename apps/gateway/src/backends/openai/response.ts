import type { Delta } from "@completions-api/engine";
import { createEventDecoder, type DecodedEvents, hasChoices } from "@completions-api/protocol";
import type { Generation } from "../backend.ts";
import { invalidUpstreamResponse } from "../upstream-error.ts";
import { ChunkReader, type UncheckedChunk } from "./chunks.ts";
import type { UpstreamResponse } from "./client.ts";
import { readErrorDetails } from "./error-details.ts";
import { toCallerError } from "./errors.ts";
import type { UpstreamCall } from "./request.ts";
import { readRetryAfter } from "./retry-after.ts";
import { countUsage } from "./usage.ts";

/** In bytes: 64 MiB is more than any request of 1 MiB needs as its response. */
const completionLimit = 2 ** 26;

/** In bytes: 64 KiB. A longer error body is not read. */
const errorLimit = 2 ** 16;

/**
 * Reads an upstream response: a stream, a completion, or an error. Resolves when the first deltas have arrived.
 *
 * @throws HttpError for an error response; 502 for a response that makes no sense.
 */
export async function readResponse(response: UpstreamResponse, call: UpstreamCall): Promise<Generation> {
  const { status, headers, body } = response;
  if (status !== 200) throw await readError(response, call);
  const mediaType = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  // A server that cannot stream may answer with the whole completion, which is as good for a caller who wants no stream.
  const stream = call.request.stream || (call.sent.stream && mediaType !== "application/json");
  if (mediaType !== (stream ? "text/event-stream" : "application/json")) {
    void body.return();
    throw invalidUpstreamResponse(
      stream ? "something other than a stream of events" : "something other than JSON",
    );
  }
  return stream ? readStream(response, call) : readCompletion(response, call);
}

async function readError({ status, headers, body }: UpstreamResponse, call: UpstreamCall): Promise<Error> {
  const text = await collect(body, errorLimit);
  // Some servers, and the proxies before them, send plain text.
  const document = parseJson(text) ?? text;
  return toCallerError(readErrorDetails(document, status), call, readRetryAfter(headers));
}

/** Reads a completion that is not streamed, as if it were the only chunk of a stream. */
async function readCompletion({ body }: UpstreamResponse, call: UpstreamCall): Promise<Generation> {
  const text = await collect(body, completionLimit);
  if (text === undefined) throw invalidUpstreamResponse(`more than ${completionLimit} bytes`);
  const completion = parseJson(text);
  if (!isCompletion(completion)) throw invalidUpstreamResponse("JSON that is not a completion");
  const { request, dialect } = call;
  // Only a stream may repeat a choice.
  const reader = new ChunkReader(request, { ...dialect, streamUsage: "last-event" });
  if (completion.choices.length > reader.choices.length) {
    throw invalidUpstreamResponse(`${completion.choices.length} choices instead of ${reader.choices.length}`);
  }
  const deltas: Delta[] = [];
  reader.read(completion, deltas);
  reader.finish();
  deltas.push(await createFinalDelta(reader, call));
  return toGeneration(reader, once(deltas));
}

async function readStream(response: UpstreamResponse, call: UpstreamCall): Promise<Generation> {
  const reader = new ChunkReader(call.request, call.dialect);
  const deltas = new StreamedDeltas(response, reader, call);
  await deltas.readFirst();
  return toGeneration(reader, deltas);
}

function toGeneration(reader: ChunkReader, deltas: Generation["deltas"]): Generation {
  return {
    get fingerprint() {
      return reader.fingerprint;
    },
    deltas,
  };
}

async function* once<Item>(item: Item): AsyncGenerator<Item, void, void> {
  yield item;
}

/**
 * The deltas of a stream of events.
 *
 * A stream is whole once each choice has ended and the usage or `[DONE]` has arrived: a server that loses its connection
 * after that has nothing more to say. Any earlier end is a 502.
 *
 * Not an async generator, because that takes three promises per batch where this takes one.
 */
class StreamedDeltas implements AsyncIterableIterator<readonly Delta[]> {
  readonly #response: UpstreamResponse;
  readonly #reader: ChunkReader;
  readonly #call: UpstreamCall;
  readonly #decoder = createEventDecoder();
  #first: readonly Delta[] | undefined;
  /** Thrown after the deltas that arrived before it. */
  #failure: { readonly reason: unknown } | undefined;
  #isOver = false;

  constructor(response: UpstreamResponse, reader: ChunkReader, call: UpstreamCall) {
    this.#response = response;
    this.#reader = reader;
    this.#call = call;
  }

  /** Waits for the first deltas. */
  async readFirst(): Promise<void> {
    this.#first = (await this.next()).value;
  }

  next(): Promise<IteratorResult<readonly Delta[]>> {
    const first = this.#first;
    this.#first = undefined;
    if (first) return Promise.resolve({ done: false, value: first });
    if (this.#failure) {
      this.#isOver = true;
      return Promise.reject(this.#failure.reason);
    }
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    return this.#response.body.next().then(this.#onRead);
  }

  async return(): Promise<IteratorResult<readonly Delta[]>> {
    this.#isOver = true;
    await this.#response.body.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #onRead = (
    read: IteratorResult<readonly Uint8Array[]>,
  ): IteratorResult<readonly Delta[]> | Promise<IteratorResult<readonly Delta[]>> => {
    const deltas = read.done ? this.#readEnd() : this.#readEvents(this.#decoder.feed(join(read.value)));
    if (this.#reader.end) return this.#complete(deltas);
    return deltas.length > 0 ? { done: false, value: deltas } : this.#readOn();
  };

  /** Reads until there are deltas. Each batch may hold nothing but comments, so this is a loop, not a chain of promises. */
  async #readOn(): Promise<IteratorResult<readonly Delta[]>> {
    while (!this.#failure && !this.#isOver) {
      const read = await this.#response.body.next();
      const deltas = read.done ? this.#readEnd() : this.#readEvents(this.#decoder.feed(join(read.value)));
      if (this.#reader.end) return this.#complete(deltas);
      if (deltas.length > 0) return { done: false, value: deltas };
    }
    return this.next();
  }

  async #complete(deltas: Delta[]): Promise<IteratorResult<readonly Delta[]>> {
    this.#isOver = true;
    this.#response.release();
    deltas.push(await createFinalDelta(this.#reader, this.#call));
    return { done: false, value: deltas };
  }

  #readEvents({ events, failure }: DecodedEvents): Delta[] {
    const reader = this.#reader;
    const deltas: Delta[] = [];
    try {
      for (const event of events) {
        if (event === "[DONE]") reader.finish();
        else if ("error" in event) throw toCallerError(readErrorDetails(event), this.#call);
        else reader.read(event, deltas);
        // Whatever follows the completion is not its failure.
        if (reader.end) return deltas;
      }
      // The failure's `cause` may quote the completion, so only its message is kept.
      if (failure) throw invalidUpstreamResponse(`a stream that cannot be read: ${failure.message}`);
    } catch (reason) {
      // The deltas before the failure are good.
      this.#failure = { reason };
      void this.#response.body.return();
    }
    return deltas;
  }

  #readEnd(): Delta[] {
    const reader = this.#reader;
    const deltas = this.#readEvents(this.#decoder.end());
    if (reader.end || this.#failure) return deltas;
    if (reader.isWhole) reader.finish();
    else this.#failure = { reason: invalidUpstreamResponse("a stream that ended before the completion did") };
    return deltas;
  }
}

/** Creates the last delta, which carries the usage; counts the tokens if the server did not send any. */
async function createFinalDelta(reader: ChunkReader, { request, signal }: UpstreamCall): Promise<Delta> {
  const { end, choices } = reader;
  if (end === undefined) throw new Error("The completion has not ended.");
  const { completionTokens, promptTokens } = end.usage ?? (await countUsage(request, choices, signal));
  const { prompts, maxTokens, n = 1, bestOf = n } = request;
  // No choice has more tokens than it was asked for, whatever the server has counted.
  const tokens = Math.min(completionTokens, prompts.length * bestOf * maxTokens);
  return { ...end.delta, tokens, promptTokens };
}

/** Reads a body to its end. Returns undefined, and closes the connection, if it is longer than `limit` bytes. */
async function collect(body: UpstreamResponse["body"], limit: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const batch of body) {
    for (const bytes of batch) {
      length += bytes.length;
      parts.push(bytes);
    }
    if (length > limit) return undefined;
  }
  return Buffer.concat(parts).toString();
}

function join(batch: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = batch;
  return first !== undefined && others.length === 0 ? first : Buffer.concat(batch);
}

/** Returns undefined if `text` is not JSON. Drops the message of `JSON.parse`, because that quotes the text. */
function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function isCompletion(value: unknown): value is UncheckedChunk {
  return hasChoices(value);
}
