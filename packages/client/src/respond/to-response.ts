import type { CompletionStream } from "../completion-stream.ts";
import { type RespondOptions, toReadableStream } from "./to-readable-stream.ts";

/**
 * Responds with a streamed completion, for handlers that return a web-standard `Response`: those of Next.js, Hono, Deno, Bun
 * and edge workers. The response has the status 200 and the body of {@link toReadableStream}. Its headers keep caches and
 * proxies from storing, compressing and collecting the events.
 *
 * @throws TypeError if the stream has already been read or is being read, and for text of more than one prompt.
 */
export function toResponse(stream: CompletionStream, options: RespondOptions = {}): Response {
  const mediaType = options.as === "text" ? "text/plain" : "text/event-stream";
  return new Response(toReadableStream(stream, options), {
    headers: {
      "content-type": `${mediaType}; charset=utf-8`,
      // Compressing proxies wait for enough text to compress, unless they must not transform it (RFC 9111, section 5.2.2.6).
      "cache-control": "no-cache, no-transform",
      // Stops nginx from buffering the stream.
      "x-accel-buffering": "no",
    },
  });
}
