import type { CreateCompletionRequest } from "@completions-api/types";

/** Returns the media type of a successful response to a request. */
export function mediaTypeOf({ stream }: CreateCompletionRequest): "text/event-stream" | "application/json" {
  return stream ? "text/event-stream" : "application/json";
}
