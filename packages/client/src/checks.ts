import type { StreamEvent } from "@completions-api/protocol";
import type { CreateCompletionResponse, ErrorBody, Prompt } from "@completions-api/types";

/** Checks what the server sends more closely than it takes to read it. Each returns what is wrong. */
export interface Checks {
  /** The body of a 200, in answer to a request with `prompt`. */
  completion(body: CreateCompletionResponse, prompt: Prompt): string | undefined;
  /** The body of an error response. */
  error(body: ErrorBody): string | undefined;
  /** Starts on a stream; the function that it returns takes each event. */
  stream(prompt: Prompt): (event: StreamEvent) => string | undefined;
}
