import { isUtf8 } from "node:buffer";
import type { Delta, FinalDelta } from "@completions-api/engine";
import { parseEvent } from "@completions-api/protocol";
import type { HeldResponse } from "../../../memory/response-memory.ts";
import { sizeOfObjects } from "../../../memory/size-of-choice.ts";
import type { Generation } from "../../backend.ts";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import { WholeGeneration } from "../../whole-generation.ts";
import type { UpstreamResponse } from "../connections/exchange.ts";
import { toCallerError } from "../errors/caller-error.ts";
import { readErrorDetails } from "../errors/error-details.ts";
import { readRetryAfter } from "../errors/retry-after.ts";
import { parseJson } from "../parse-json.ts";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import { type Body, readWhole } from "./body.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { createFinalDelta } from "./final-delta.ts";
import { readChunk } from "./read-chunk.ts";
import { mostResponseBytes } from "./response-limit.ts";

/** In bytes. A longer document cannot be read in one piece without stopping everything else for seconds. */
const longestDocument = 2 ** 26;

/** Removes a byte order mark. Without `stream`, it keeps no state between texts. */
const utf8 = new TextDecoder();

/**
 * Reads the bytes of a document.
 *
 * @param held - counts what the document takes in memory.
 * @throws HttpError 502 if it is longer than 64 MiB or than the request allows. 503 if there is no memory for it.
 */
export async function readDocumentBytes(
  body: Body,
  start: Uint8Array,
  { request }: UpstreamCall,
  held: HeldResponse,
): Promise<Uint8Array> {
  const limit = Math.min(longestDocument, mostResponseBytes(request));
  const bytes = await readWhole(body, limit, start, held);
  if (held.isCounted && bytes) held.add(sizeOfObjects(bytes));
  if (bytes === undefined) throw invalidUpstreamResponse(`more than ${limit} bytes`);
  return bytes;
}

/**
 * Decodes a document. Replacement characters could be mistaken for the model's, so it must be UTF-8.
 *
 * @throws HttpError 502 if it is not.
 */
export function toText(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw invalidUpstreamResponse("a document that is not UTF-8");
  return utf8.decode(bytes);
}

/** Returns whether a document is a stream that has each event on a line, without the name of a field. */
export function isLines(text: string): boolean {
  const line = findFirstLine(text);
  return line !== undefined && !Object(parseJson(line)).error;
}

/**
 * Reads a completion that is not streamed, as if it were the only chunk of a stream, or an error.
 *
 * @throws HttpError for an error; 502 for a document that makes no sense.
 */
export function readDocument(
  text: string,
  { headers }: Pick<UpstreamResponse, "headers">,
  call: UpstreamCall,
): Generation | Promise<Generation> {
  const { request, dialect } = call;
  const document = text.endsWith("}") && !text.includes("\n") ? text : findDocument(text);
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
  const toGeneration = (last: FinalDelta) => new WholeGeneration([...deltas, last], reader.fingerprint);
  const last = createFinalDelta(reader, call);
  return last instanceof Promise ? last.then(toGeneration) : toGeneration(last);
}

/** Some servers write an error on a line where a stream would be, others `[DONE]` behind JSON of several lines. */
function findDocument(text: string): string {
  return findFirstLine(text) ?? text.replace(/(?:data:\s*)?\[DONE\]\s*$/, "");
}

function failToRead(problem: string): never {
  throw invalidUpstreamResponse(`a document that ${problem}`);
}

/** Finds the first of several lines if it is JSON by itself. */
function findFirstLine(text: string): string | undefined {
  const lines = text.trim();
  const end = lines.indexOf("\n");
  if (end < 0) return undefined;
  const line = lines.slice(0, end);
  return parseJson(line) === undefined ? undefined : line;
}
