import type { ServerResponse } from "node:http";
import { encodeEvent, errorResponse, type HttpError, toErrorEvent } from "@completions-api/protocol";
import { sendWhole } from "./send-whole.ts";

/**
 * Tells of an error: by the response's status and body or, where a stream has begun, by its last event. What has had its
 * answer gets no other.
 */
export async function sendError(response: ServerResponse, error: HttpError): Promise<void> {
  if (response.writableEnded) return;
  if (response.headersSent) response.end(encodeEvent(toErrorEvent(error)));
  else await sendWhole(response, errorResponse(error));
}
