import { CompletionsError } from "./completions-error.ts";

/**
 * The server could not be reached, or the connection was lost before the response began or, unless it is a stream, before it
 * ended. `cause` is the error of `fetch`.
 */
export class ConnectionError extends CompletionsError {
  override readonly name = "ConnectionError";
}
