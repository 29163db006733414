import type { EventDecoderOptions, StreamEvent } from "@completions-api/protocol";
import type { CreateCompletionResponse, ErrorBody, Prompt } from "@completions-api/types";

/** Checks responses against the spec, beyond what reading them requires. Each check returns the problem, if any. */
export interface ResponseChecks {
  /** Checks the body of a 200 that responds to a request with `prompt`. */
  completion(body: CreateCompletionResponse, prompt: Prompt): string | undefined;
  /** Checks the body of an error response. */
  error(body: ErrorBody): string | undefined;
  /** Starts checking a stream. */
  stream(prompt: Prompt): StreamCheck;
}

/** Checks a stream, event by event. As options of its decoder, it learns of what the decoder skips. */
export interface StreamCheck extends Required<Pick<EventDecoderOptions, "onDeviation">> {
  /** Returns the problem, if any. */
  checkEvent(event: StreamEvent): string | undefined;
}
