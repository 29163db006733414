import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { encodeComment } from "@completions-api/protocol";
import { streamHeaders } from "./stream-headers.ts";

/** Options of {@link sendStream}. */
export interface SendStreamOptions {
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
  /** Milliseconds of silence after which a comment is sent, so that no proxy gives up on the stream. By default never. */
  readonly keepAlive?: number;
}

/**
 * Sends server-sent events as they arrive, one write per event or batch. Takes the next batch only when the client has room
 * for it, so a client that does not read pauses the generation. Sends nothing before the first event, so a failure before it
 * can still become a response with its own status.
 *
 * @param events - encoded events, single or in batches.
 * @throws whatever `events` throws; an `AbortError` if `signal` is aborted while the client does not read.
 */
export async function sendStream(
  response: ServerResponse,
  events: AsyncIterable<string | readonly string[]>,
  { signal, keepAlive }: SendStreamOptions,
): Promise<void> {
  // A client that does not read has unread data already.
  const sendComment = () => response.writableNeedDrain || response.write(encodeComment("keep-alive"));
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const batch of events) {
      if (!response.headersSent) {
        response.writeHead(200, streamHeaders);
        if (keepAlive !== undefined) timer = setInterval(sendComment, keepAlive);
      }
      timer?.refresh();
      response.write(typeof batch === "string" ? batch : batch.join(""));
      if (response.writableNeedDrain) await once(response, "drain", { signal });
    }
  } finally {
    clearInterval(timer);
  }
  if (!response.headersSent) response.writeHead(200, streamHeaders);
  response.end();
}
