import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { encodeComment } from "@completions-api/protocol";
import type { CancellationSignal } from "./cancellation.ts";
import { beginChunks, type Content, endChunks, writeChunk } from "./chunked-body.ts";
import { streamHeaders } from "./stream-headers.ts";

/** Options of {@link sendStream}. */
export interface SendStreamOptions {
  /** Aborted when the client has disconnected. */
  readonly signal: CancellationSignal;
  /** Milliseconds of silence after which a comment is sent, so that no proxy gives up on the stream. By default never. */
  readonly keepAlive?: number;
  /** By default 200. */
  readonly status?: number;
  /** By default those of a stream of events. */
  readonly headers?: OutgoingHttpHeaders;
}

/** Encoded events, single or in batches, or the bytes of any body. */
type Batch = Content | readonly string[];

/**
 * Sends server-sent events as they arrive, one write per event or batch. Takes the next batch only when the client has room
 * for it, so a client that does not read pauses the generation. Sends nothing before the first event, so a failure before it
 * can still become a response with its own status.
 *
 * @param events - batches. If the iteration returns a value, that is the last batch: it goes out together with the stream's end.
 * @throws whatever `events` throws; `signal`'s reason if it is aborted while the client does not read.
 */
export async function sendStream(
  response: ServerResponse,
  // biome-ignore lint/suspicious/noConfusingVoidType: a generator without `return` returns this.
  events: AsyncIterable<Batch, Batch | undefined | void>,
  { signal, keepAlive, status = 200, headers = streamHeaders }: SendStreamOptions,
): Promise<void> {
  // A client that does not read has unread data already.
  const sendComment = () => response.writableNeedDrain || writeChunk(response, encodeComment("keep-alive"));
  const iterator = events[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const { done, value } = await iterator.next();
      if (!response.headersSent) beginChunks(response, status, headers);
      if (done) {
        endChunks(response, value ? toContent(value) : "");
        return;
      }
      if (keepAlive !== undefined) timer = timer?.refresh() ?? setInterval(sendComment, keepAlive);
      writeChunk(response, toContent(value));
      if (response.writableNeedDrain) await waitForDrain(response, iterator, signal);
    }
  } finally {
    clearInterval(timer);
  }
}

function toContent(batch: Batch): Content {
  return isList(batch) ? batch.join("") : batch;
}

/** Does what `Array.isArray` does, which does not know readonly lists. */
function isList(batch: Batch): batch is readonly string[] {
  return Array.isArray(batch);
}

/** Waits until the client has room for more. Ends the iteration if it leaves. */
async function waitForDrain(
  response: ServerResponse,
  iterator: Pick<AsyncIterator<unknown>, "return">,
  signal: CancellationSignal,
): Promise<void> {
  let stopWaiting = (): void => {};
  await new Promise<void>((resolve) => {
    stopWaiting = resolve;
    response.once("drain", stopWaiting);
    signal.addEventListener("abort", stopWaiting);
    if (signal.aborted) stopWaiting();
  });
  response.off("drain", stopWaiting);
  signal.removeEventListener("abort", stopWaiting);
  if (!signal.aborted) return;
  await iterator.return?.();
  signal.throwIfAborted();
}
