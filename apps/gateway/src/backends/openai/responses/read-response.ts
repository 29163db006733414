import { responseMemory, uncountedBytes } from "../../../memory/response-memory.ts";
import type { Generation } from "../../backend.ts";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import type { UpstreamResponse } from "../connections/exchange.ts";
import { joinBytes } from "../connections/join-bytes.ts";
import { toCallerError } from "../errors/caller-error.ts";
import { readErrorDetails } from "../errors/error-details.ts";
import { readRetryAfter } from "../errors/retry-after.ts";
import { parseJson } from "../parse-json.ts";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import { isDocument, readStart, readWhole } from "./body.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { isLines, readDocument, readDocumentBytes, toText } from "./document.ts";
import { StreamedDeltas } from "./streamed-deltas.ts";

/** In bytes: 64 KiB. A longer error body is not read. */
const errorLimit = 2 ** 16;

/** In milliseconds. A server that has sent the head of an error has its body ready. */
const errorPatience = 2_000;

/** Statuses of whole responses: 201 is some frameworks' default for `POST`, and 203 is a proxy's that has changed something. */
const successes: ReadonlySet<number> = new Set([200, 201, 203]);

/** The types of streams, of documents, and of lines of JSON. Simple servers send either as plain text, or say nothing. */
const readableTypes =
  /^\s*(?:text\/(?:event-stream|plain)|application\/(?:octet-stream|[^\s;]*json(?:l|lines)?))?\s*(?:;|$)/i;

/**
 * Reads an upstream response: a stream, a completion, or an error. Resolves when the first deltas have arrived.
 *
 * The body itself says whether it is a stream, because not every server streams if it is asked to, and errors are documents
 * wherever they occur.
 *
 * @throws HttpError for an error response; 502 for a response that makes no sense.
 */
export function readResponse(
  response: UpstreamResponse,
  call: UpstreamCall,
): Generation | Promise<Generation> {
  const { status, headers, body } = response;
  if (!successes.has(status)) return readError(response, call);
  if (!readableTypes.test(headers["content-type"] ?? "")) {
    void body.return();
    throw invalidUpstreamResponse("something other than a stream of events or JSON");
  }
  // Most documents are short, and have arrived together with the head. Then there is nothing to wait for.
  const bytes = body.last && joinBytes(body.last);
  if (bytes && bytes.length <= uncountedBytes && isDocument(bytes)) {
    const text = toText(bytes);
    if (!isLines(text)) return readDocument(text, response, call);
  }
  return readBody(response, call);
}

async function readBody(response: UpstreamResponse, call: UpstreamCall): Promise<Generation> {
  const { body } = response;
  const start = await readStart(body);
  if (!isDocument(start)) return readStream(start, response, call);
  const held = responseMemory.open();
  try {
    const text = toText(await readDocumentBytes(body, start, call, held));
    if (isLines(text)) {
      // The stream counts what is left of it.
      held.release();
      return await readStream(Buffer.from(text), response, call);
    }
    return await readDocument(text, response, call);
  } finally {
    held.release();
  }
}

async function readError({ status, headers, body }: UpstreamResponse, call: UpstreamCall): Promise<never> {
  // The status says enough if the body is broken, or never ends.
  const timer = setTimeout(() => void body.return(), errorPatience);
  const bytes = await readWhole(body, errorLimit).catch(() => undefined);
  clearTimeout(timer);
  call.signal.throwIfAborted();
  // Its text never leaves the gateway, so it need not be UTF-8.
  const text = new TextDecoder().decode(bytes);
  // Some servers, and the proxies before them, send plain text.
  const document = parseJson(text) ?? text;
  throw toCallerError(readErrorDetails(document, status), call, readRetryAfter(headers));
}

async function readStream(
  start: Uint8Array,
  response: UpstreamResponse,
  call: UpstreamCall,
): Promise<Generation> {
  const reader = new ChunkReader(call.request, call.dialect);
  const deltas = new StreamedDeltas(response, reader, call);
  await deltas.readFirst(start);
  return new StreamedGeneration(reader, deltas);
}

/** A class, because an object literal with a getter costs V8 a hidden class of its own, which only a major collection frees. */
class StreamedGeneration implements Generation {
  readonly deltas: StreamedDeltas;
  readonly #reader: ChunkReader;

  constructor(reader: ChunkReader, deltas: StreamedDeltas) {
    this.#reader = reader;
    this.deltas = deltas;
  }

  /** Some servers send it at the end. */
  get fingerprint(): string | undefined {
    return this.#reader.fingerprint;
  }
}
