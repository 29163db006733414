import { once } from "node:events";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { encodeComment } from "@completions-api/protocol";
import { streamHeaders } from "./stream-headers.ts";

/** Options of {@link sendStream}. */
export interface SendStreamOptions {
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
  /** Milliseconds of silence after which a comment is sent, so that no proxy gives up on the stream. By default never. */
  readonly keepAlive?: number;
  /** By default 200. */
  readonly status?: number;
  /** By default those of a stream of events. */
  readonly headers?: OutgoingHttpHeaders;
}

/**
 * Sends server-sent events as they arrive, one write per event or batch. Takes the next batch only when the client has room
 * for it, so a client that does not read pauses the generation. Sends nothing before the first event, so a failure before it
 * can still become a response with its own status.
 *
 * @param events - encoded events, single or in batches, or the bytes of any body.
 * @throws whatever `events` throws; an `AbortError` if `signal` is aborted while the client does not read.
 */
export async function sendStream(
  response: ServerResponse,
  events: AsyncIterable<string | readonly string[] | Uint8Array>,
  { signal, keepAlive, status = 200, headers = streamHeaders }: SendStreamOptions,
): Promise<void> {
  // A client that does not read has unread data already.
  const sendComment = () => response.writableNeedDrain || response.write(encodeComment("keep-alive"));
  const writeHead = () => response.writeHead(status, headers);
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const batch of events) {
      if (!response.headersSent) {
        writeHead();
        if (keepAlive !== undefined) timer = setInterval(sendComment, keepAlive);
      }
      timer?.refresh();
      response.write(Array.isArray(batch) ? batch.join("") : batch);
      if (response.writableNeedDrain) await once(response, "drain", { signal });
    }
  } finally {
    clearInterval(timer);
  }
  if (!response.headersSent) writeHead();
  response.end();
}
