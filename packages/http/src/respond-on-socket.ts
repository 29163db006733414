import type { OutgoingHttpHeaders } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpError } from "@completions-api/protocol";
import { defaultErrorFormat, type ErrorFormat } from "./error-format.ts";
import { endAndLinger } from "./linger.ts";
import { http } from "./node-http.ts";

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
  endAndLinger(socket, `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}
