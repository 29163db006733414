import { CompletionsError } from "./completions-error.ts";

/** The first byte of the response did not arrive within `timeout`. */
export class TimeoutError extends CompletionsError {
  override readonly name = "TimeoutError";
}
