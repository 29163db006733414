import type { IncomingMessage } from "node:http";
import type { RequestHeaders } from "@completions-api/protocol";

/**
 * Reads a request's headers. A repeated one is a list, where `headers` of `node:http` has only the first or joins them.
 *
 * `headersDistinct` takes as long again as `headers`, which `node:http` itself reads. It is needed only for repeated headers.
 */
export function distinctHeaders(message: IncomingMessage): RequestHeaders {
  const { headers, rawHeaders } = message;
  return Object.keys(headers).length * 2 === rawHeaders.length ? headers : message.headersDistinct;
}
