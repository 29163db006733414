import type { StreamEvent } from "@completions-api/protocol";
import type { CreateCompletionResponse, ErrorBody, Prompt } from "@completions-api/types";

/** Checks responses against the spec, beyond what reading them requires. Each check returns the problem, if any. */
export interface ResponseChecks {
  /** Checks the body of a 200 that responds to a request with `prompt`. */
  completion(body: CreateCompletionResponse, prompt: Prompt): string | undefined;
  /** Checks the body of an error response. */
  error(body: ErrorBody): string | undefined;
  /** Starts checking a stream. The returned function checks each event. */
  stream(prompt: Prompt): (event: StreamEvent) => string | undefined;
}
