import { CompletionsError } from "./completions-error.ts";

/** The first byte of the response did not arrive within `timeout`. The message states the limit. */
export class TimeoutError extends CompletionsError {
  override readonly name = "TimeoutError";
}
