import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { writeHead } from "./api-response.ts";
import { isWaitingForContinue } from "./expectation.ts";
import { dropUnparsed, lingerTimeout } from "./linger.ts";

/** A response that is not a stream. */
export interface FullResponse {
  readonly status: number;
  readonly headers: Readonly<OutgoingHttpHeaders>;
  readonly body: string | Buffer;
}

/** In bytes: 64 KiB. */
const smallBody = 2 ** 16;

/**
 * Sends a response whose body is known. If the request has not fully arrived, waits for the rest of a small body so that the
 * connection can be reused; otherwise the connection is closed.
 */
export async function sendResponse(
  response: ServerResponse,
  { status, headers, body }: FullResponse,
): Promise<void> {
  const request = response.req;
  const bytes = Buffer.byteLength(body);
  const fields = { ...headers, "content-length": bytes };
  if (!request.complete && hasSmallBody(request) && !isWaitingForContinue(request)) await dropRest(request);
  if (request.complete) {
    // Text in ASCII is the same in either encoding, but only Latin-1 need not be measured first.
    writeHead(response, status, fields).end(body, bytes === body.length ? "latin1" : "utf8");
    return;
  }
  writeHead(response, status, { ...fields, connection: "close" }).write(body);
  // A reset could overtake the response.
  await dropRest(request);
  response.end();
}

/** A request with neither header has no body (RFC 9112, section 6.3), even before `node:http` says so. */
function hasSmallBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= smallBody;
}

/** Reads and drops what the client still sends, for a limited time. */
function dropRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, lingerTimeout);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once("close", end);
    if (request.headers["transfer-encoding"] === undefined) {
      request.resume();
    } else {
      dropUnparsed(request.socket);
      request.socket.once("end", end);
      request.socket.once("close", end);
      request.socket.resume();
    }
  });
}
