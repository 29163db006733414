import type { IncomingMessage, ServerResponse } from "node:http";

/** The responses to requests whose clients wait for `100 Continue` before they send the body. */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Notes that a client waits for `100 Continue` (RFC 9110, section 10.1.1). */
export function holdContinue(request: IncomingMessage, response: ServerResponse): void {
  waiting.set(request, response);
}

/** Returns true if the client of a request still waits for `100 Continue`, so that no body need arrive. */
export function isWaitingForContinue(request: IncomingMessage): boolean {
  return request.headers.expect !== undefined && waiting.has(request);
}

/** Tells the client of a request to send the body, if it waits for that. */
export function sendContinue(request: IncomingMessage): void {
  if (!isWaitingForContinue(request)) return;
  waiting.get(request)?.writeContinue();
  waiting.delete(request);
}
