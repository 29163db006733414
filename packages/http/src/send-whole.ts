import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { lingerTimeout } from "./answer-on-socket.ts";

/** An answer that is not streamed. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<OutgoingHttpHeaders>;
  readonly body: string;
}

/** In bytes: 64 KiB. */
const smallBody = 2 ** 16;

/**
 * Sends an answer whose body is known. Where the request has not wholly arrived, what is left of a small one is waited
 * for, so that the connection can be used again; after any other the connection is closed.
 */
export async function sendWhole(
  response: ServerResponse,
  { status, headers, body }: WholeAnswer,
): Promise<void> {
  const request = response.req;
  const fields = { ...headers, "content-length": Buffer.byteLength(body) };
  if (!request.complete && hasSmallBody(request)) await dropRest(request);
  if (request.complete) {
    response.writeHead(status, fields).end(body);
    return;
  }
  response.writeHead(status, { ...fields, connection: "close" }).write(body);
  // A reset could overtake the answer.
  await dropRest(request);
  response.end();
}

/** Without either header there is none (RFC 9112, section 6.3), though `node:http` has not said so yet. */
function hasSmallBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= smallBody;
}

/** Reads what the client still sends, and drops it, for a while. */
function dropRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, lingerTimeout);
    request.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    request.resume();
  });
}
