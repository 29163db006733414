import { once } from "node:events";
import type { ServerResponse } from "node:http";

/**
 * Sends server-sent events as they come, one write each. Takes the next only when the client has room for it, so that a
 * client that does not read stops what generates them. Nothing is sent before the first, hence what fails before it can
 * still become another response.
 *
 * @param frames - encoded events.
 * @param signal - aborted where the client has left.
 * @throws what `frames` throws; `signal`'s reason where that is aborted.
 */
export async function sendStream(
  response: ServerResponse,
  frames: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    // nginx collects what it passes on otherwise.
    "x-accel-buffering": "no",
  };
  for await (const frame of frames) {
    if (!response.headersSent) response.writeHead(200, headers);
    if (!response.write(frame)) await once(response, "drain", { signal });
  }
  if (!response.headersSent) response.writeHead(200, headers);
  response.end();
}
