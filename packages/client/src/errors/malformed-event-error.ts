import { StreamError } from "./stream-error.ts";

/** An event is not UTF-8, not JSON, not a completion event, or longer than 1,048,576 UTF-16 code units. */
export class MalformedEventError extends StreamError {
  override readonly name = "MalformedEventError";
}
