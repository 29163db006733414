/** The headers of a response that is a stream of events. */
export const streamHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/event-stream; charset=utf-8",
  // Compressing proxies wait for enough text to compress, unless they must not transform it (RFC 9111, section 5.2.2.6).
  "cache-control": "no-cache, no-transform",
  // Stops nginx from buffering the stream.
  "x-accel-buffering": "no",
};
