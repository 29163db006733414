import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { encodeComment } from "@completions-api/protocol";

/** How {@link sendStream} sends. */
export interface SendStreamOptions {
  /** Aborted where the client has left. */
  readonly signal: AbortSignal;
  /** Milliseconds of silence after which a comment is sent, so that nothing on the way takes the stream for dead. */
  readonly keepAlive?: number;
}

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
  // nginx collects what it passes on otherwise.
  "x-accel-buffering": "no",
};

/**
 * Sends server-sent events as they come, one write each, or for those that come together. Takes the next only when the
 * client has room for it, so that a client that does not read stops what generates them. Nothing is sent before the first,
 * hence what fails before it can still become another response.
 *
 * @param events - encoded, one at a time or those that came together.
 * @throws what `events` throws; an `AbortError` where `signal` is aborted while the client does not read.
 */
export async function sendStream(
  response: ServerResponse,
  events: AsyncIterable<string | readonly string[]>,
  { signal, keepAlive }: SendStreamOptions,
): Promise<void> {
  // A client that does not read has enough to read.
  const beat = () => response.writableNeedDrain || response.write(encodeComment("keep-alive"));
  let heart: NodeJS.Timeout | undefined;
  try {
    for await (const batch of events) {
      if (!response.headersSent) {
        response.writeHead(200, headers);
        if (keepAlive !== undefined) heart = setInterval(beat, keepAlive);
      }
      heart?.refresh();
      response.write(typeof batch === "string" ? batch : batch.join(""));
      if (response.writableNeedDrain) await once(response, "drain", { signal });
    }
  } finally {
    clearInterval(heart);
  }
  if (!response.headersSent) response.writeHead(200, headers);
  response.end();
}
