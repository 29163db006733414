import type { Delta } from "@completions-api/engine";
import { toCallerError } from "../errors/caller-error.ts";
import { readErrorDetails } from "../errors/error-details.ts";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import type { ChunkReader, UncheckedChunk } from "./chunk-reader.ts";

/**
 * Reads a chunk with `reader`. OpenRouter reports failures as the finish reason `error`, and says in the choice's `error` what
 * happened.
 *
 * @throws HttpError for the error of a choice; 502 for a chunk that makes no sense.
 */
export function readChunk(
  reader: ChunkReader,
  chunk: UncheckedChunk,
  deltas: Delta[],
  call: UpstreamCall,
): void {
  try {
    reader.read(chunk, deltas);
  } catch (reason) {
    const error = chunk.choices.map((choice) => Object(choice).error).find(Boolean);
    throw error === undefined ? reason : toCallerError(readErrorDetails({ error }), call);
  }
}
