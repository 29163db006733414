import type { IncomingMessage } from "node:http";
import { type HttpError, otherError } from "@completions-api/protocol";

/**
 * Finds a reason not to trust where a request ends, although `node:http` has parsed its head: a version other than HTTP/1.0 and
 * HTTP/1.1, or a transfer coding other than `chunked` (RFC 9112, section 6.1). A proxy may see other requests on the same
 * connection.
 *
 * @returns a 400, after which the connection must be closed; undefined if there is nothing wrong.
 */
export function findFramingFault({ httpVersion, headers }: IncomingMessage): HttpError | undefined {
  const coding = headers["transfer-encoding"];
  if (httpVersion === "1.1" && coding === undefined) return undefined;
  if (httpVersion !== "1.1" && httpVersion !== "1.0") {
    return otherError("invalid_request", `HTTP/${httpVersion} is not supported`, { advice: "Use HTTP/1.1." });
  }
  if (coding === undefined) return undefined;
  if (httpVersion === "1.0") {
    return otherError("invalid_request", "HTTP/1.0 has no Transfer-Encoding", {
      advice: "Send a Content-Length.",
    });
  }
  if (coding.toLowerCase() === "chunked") return undefined;
  return otherError("invalid_header", "The Transfer-Encoding must be `chunked` or absent", {
    param: "transfer-encoding",
  });
}
