import type { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";

/** Creates the 400 for a prompt that the content filter refuses. */
export function contentFiltered(): HttpError {
  const message = "The content filter refused the prompt. Change it and try again.";
  return otherError("content_filter", message, { param: "prompt" });
}
