import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { lingerTimeout } from "./answer-on-socket.ts";

/** An answer that is not streamed. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<OutgoingHttpHeaders>;
  readonly body: string;
}

/** Sends an answer whose body is known; closes the connection where the request has not wholly arrived. */
export async function sendWhole(
  response: ServerResponse,
  { status, headers, body }: WholeAnswer,
): Promise<void> {
  const request = response.req;
  const fields = { ...headers, "content-length": Buffer.byteLength(body) };
  if (request.complete) {
    response.writeHead(status, fields).end(body);
    return;
  }
  response.writeHead(status, { ...fields, connection: "close" }).write(body);
  // What the client still sends is read and dropped for a while: a reset could overtake the answer.
  request.resume();
  const left = new Promise((resolve) => request.once("close", resolve));
  await Promise.race([left, setTimeout(lingerTimeout, undefined, { ref: false })]);
  response.end();
}
