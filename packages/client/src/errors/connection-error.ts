import { CompletionsError } from "./completions-error.ts";

/**
 * The server could not be reached, or the connection was lost before the response began or, unless that is a stream, before
 * it ended. `cause` is what `fetch` said.
 */
export class ConnectionError extends CompletionsError {
  override readonly name = "ConnectionError";
}
