import type { OutgoingHttpHeaders } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpError } from "@completions-api/protocol";
import { defaultErrorFormat, type ErrorFormat } from "./error-format.ts";
import { http } from "./node-http.ts";

/** Milliseconds for which a client that has its response may go on sending before its connection is closed. */
export const lingerTimeout = 1000;

/**
 * Responds to a request that `node:http` could not parse, or not to its end, without its response object. Closes the connection.
 */
export function respondOnSocket(
  socket: Duplex,
  error: HttpError,
  moreHeaders: Readonly<OutgoingHttpHeaders> = {},
  format: ErrorFormat = defaultErrorFormat,
): void {
  const { status, headers, body } = format.toResponse(error);
  const fields = {
    ...moreHeaders,
    ...headers,
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
  // Reads and drops what the client still sends for a while, because a reset could overtake the response.
  const timer = setTimeout(() => socket.destroy(), lingerTimeout);
  socket.once("close", () => clearTimeout(timer));
}
