import type { ServerResponse } from "node:http";
import { encodeEvent, errorResponse, type HttpError, toErrorEvent } from "@completions-api/protocol";
import { sendResponse } from "./send-response.ts";

/**
 * Sends an error: as the response's status and body or, once a stream has begun, as the stream's last event. Does nothing if
 * the response has ended.
 */
export async function sendError(response: ServerResponse, error: HttpError): Promise<void> {
  if (response.writableEnded) return;
  if (response.headersSent) response.end(encodeEvent(toErrorEvent(error)));
  else await sendResponse(response, errorResponse(error));
}
