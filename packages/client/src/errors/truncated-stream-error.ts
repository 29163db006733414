import { StreamError } from "./stream-error.ts";

/** The stream ended before the completion did. Where the connection was lost, `cause` says how. */
export class TruncatedStreamError extends StreamError {
  override readonly name = "TruncatedStreamError";
}
