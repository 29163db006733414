import { StreamError } from "./stream-error.ts";

/** The stream ended before the completion did. If the connection was lost, `cause` has the reason. */
export class TruncatedStreamError extends StreamError {
  override readonly name = "TruncatedStreamError";
}
