import { type ErrorResponse, errorResponse, type HttpError, toErrorEvent } from "@completions-api/protocol";

/** The way in which errors are written: each face of the API has its own. */
export interface ErrorFormat {
  /** Returns the response that reports an error. */
  readonly toResponse: (error: HttpError) => ErrorResponse;
  /** Returns the data of the event that reports an error once a stream has begun. */
  readonly toEvent: (error: HttpError) => object;
}

/** The format of the API's own face, which is that of every request that could not be parsed. */
export const defaultErrorFormat: ErrorFormat = { toResponse: errorResponse, toEvent: toErrorEvent };
