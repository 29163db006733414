import type { ServerResponse } from "node:http";
import { encodeEvent, type HttpError } from "@completions-api/protocol";
import { endChunks } from "./chunked-body.ts";
import { defaultErrorFormat, type ErrorFormat } from "./error-format.ts";
import { sendResponse } from "./send-response.ts";

/**
 * Sends an error: as the response's status and body or, once a stream has begun, as the stream's last event. Does nothing if
 * the response has ended.
 */
export async function sendError(
  response: ServerResponse,
  error: HttpError,
  format: ErrorFormat = defaultErrorFormat,
): Promise<void> {
  if (response.writableEnded) return;
  if (response.headersSent) endChunks(response, encodeEvent(format.toEvent(error)));
  else await sendResponse(response, format.toResponse(error));
}
