import type { ServerResponse } from "node:http";
import {
  type ErrorResponse,
  encodeEvent,
  errorResponse,
  type HttpError,
  toErrorEvent,
} from "@completions-api/protocol";
import { sendResponse } from "./send-response.ts";

/** The way in which errors are written: each face of the API has its own. */
export interface ErrorFormat {
  /** Returns the response that reports an error. */
  readonly toResponse: (error: HttpError) => ErrorResponse;
  /** Returns the data of the event that reports an error once a stream has begun. */
  readonly toEvent: (error: HttpError) => object;
}

/** The errors of the API's own face. */
const defaultFormat: ErrorFormat = { toResponse: errorResponse, toEvent: toErrorEvent };

/**
 * Sends an error: as the response's status and body or, once a stream has begun, as the stream's last event. Does nothing if
 * the response has ended.
 */
export async function sendError(
  response: ServerResponse,
  error: HttpError,
  format: ErrorFormat = defaultFormat,
): Promise<void> {
  if (response.writableEnded) return;
  if (response.headersSent) response.end(encodeEvent(format.toEvent(error)));
  else await sendResponse(response, format.toResponse(error));
}
