import { isUtf8 } from "node:buffer";
import type { Delta } from "@completions-api/engine";
import { parseEvent } from "@completions-api/protocol";
import type { Generation } from "../../backend.ts";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import type { UpstreamResponse } from "../connections/exchange.ts";
import { toCallerError } from "../errors/caller-error.ts";
import { readErrorDetails } from "../errors/error-details.ts";
import { readRetryAfter } from "../errors/retry-after.ts";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import { type Body, isDocument, readStart, readWhole } from "./body.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { createFinalDelta } from "./final-delta.ts";
import { readChunk } from "./read-chunk.ts";
import { StreamedDeltas } from "./streamed-deltas.ts";

/** In bytes: 64 MiB is more than any request of 1 MiB needs as its response. */
const completionLimit = 2 ** 26;

/** In bytes: 64 KiB. A longer error body is not read. */
const errorLimit = 2 ** 16;

/** Statuses of whole responses: 201 is some frameworks' default for `POST`, and 203 is a proxy's that has changed something. */
const successes: ReadonlySet<number> = new Set([200, 201, 203]);

/** The types of streams, of documents, and of lines of JSON. Simple servers send either as plain text, or say nothing. */
const readableTypes = /^(?:|text\/(?:event-stream|plain)|application\/(?:octet-stream|\S*json(?:l|lines)?))$/;

/**
 * Reads an upstream response: a stream, a completion, or an error. Resolves when the first deltas have arrived.
 *
 * The body itself says whether it is a stream, because not every server streams if it is asked to, and errors are documents
 * wherever they occur.
 *
 * @throws HttpError for an error response; 502 for a response that makes no sense.
 */
export async function readResponse(response: UpstreamResponse, call: UpstreamCall): Promise<Generation> {
  const { status, headers, body } = response;
  if (!successes.has(status)) throw await readError(response, call);
  const [mediaType = ""] = headers["content-type"]?.split(";", 1) ?? [];
  if (!readableTypes.test(mediaType.trim().toLowerCase())) {
    void body.return();
    throw invalidUpstreamResponse("something other than a stream of events or JSON");
  }
  const start = await readStart(body);
  return isDocument(start) ? readDocument(start, response, call) : readStream(start, response, call);
}

async function readError({ status, headers, body }: UpstreamResponse, call: UpstreamCall): Promise<Error> {
  // The status says enough if the body is broken.
  const bytes = await readWhole(body, errorLimit).catch(() => undefined);
  call.signal.throwIfAborted();
  // Its text never leaves the gateway, so it need not be UTF-8.
  const text = new TextDecoder().decode(bytes);
  // Some servers, and the proxies before them, send plain text.
  const document = parseJson(text) ?? text;
  return toCallerError(readErrorDetails(document, status), call, readRetryAfter(headers));
}

/** Reads a completion that is not streamed, as if it were the only chunk of a stream, or an error. */
async function readDocument(
  start: Uint8Array,
  response: UpstreamResponse,
  call: UpstreamCall,
): Promise<Generation> {
  const { headers, body } = response;
  const { request, dialect } = call;
  const text = await readText(body, start);
  const line = findFirstLine(text);
  // Each line is an event, only that its field has no name.
  if (line !== undefined && !Object(parseJson(line)).error)
    return readStream(Buffer.from(text), response, call);
  // Others write `[DONE]` behind JSON of several lines.
  const document = line ?? text.replace(/(?:data:\s*)?\[DONE\]\s*$/, "");
  // Only a stream may repeat a choice.
  const reader = new ChunkReader(request, { ...dialect, streamUsage: "last-event" });
  const completion = parseEvent(document, undefined, failToRead, () => {}, reader.choices.length === 1);
  // Without choices, it can only be an error, in a shape of its own.
  if (completion === undefined || "error" in completion) {
    throw toCallerError(readErrorDetails(completion ?? parseJson(document)), call, readRetryAfter(headers));
  }
  if (completion.choices.length > reader.choices.length) {
    throw invalidUpstreamResponse(`${completion.choices.length} choices instead of ${reader.choices.length}`);
  }
  const deltas: Delta[] = [];
  readChunk(reader, completion, deltas, call);
  reader.finish();
  deltas.push(await createFinalDelta(reader, call));
  return toGeneration(reader, once(deltas));
}

function failToRead(problem: string): never {
  throw invalidUpstreamResponse(`a document that ${problem}`);
}

async function readStream(
  start: Uint8Array,
  response: UpstreamResponse,
  call: UpstreamCall,
): Promise<Generation> {
  const reader = new ChunkReader(call.request, call.dialect);
  const deltas = new StreamedDeltas(response, reader, call);
  await deltas.readFirst(start);
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

/** Reads the text of a document. Replacement characters could be mistaken for the model's, so it must be UTF-8. */
async function readText(body: Body, start: Uint8Array): Promise<string> {
  const bytes = await readWhole(body, completionLimit, start);
  if (bytes === undefined) throw invalidUpstreamResponse(`more than ${completionLimit} bytes`);
  if (!isUtf8(bytes)) throw invalidUpstreamResponse("a document that is not UTF-8");
  // Removes a byte order mark.
  return new TextDecoder().decode(bytes);
}

/**
 * Finds the first of several lines if it is JSON by itself. Some servers write an error like this where a stream would be, and go
 * on with `[DONE]`; others write each event of a stream on a line.
 */
function findFirstLine(text: string): string | undefined {
  const lines = text.trim();
  const end = lines.indexOf("\n");
  const line = lines.slice(0, Math.max(0, end));
  return parseJson(line) === undefined ? undefined : line;
}

/** Returns undefined if `text` is not JSON. Drops the message of `JSON.parse`, because that quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
