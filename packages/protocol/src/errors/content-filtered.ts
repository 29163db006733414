import type { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";

/** Creates the 400 for a prompt that the content filter refuses. */
export function contentFiltered(): HttpError {
  return otherError("content_filter", "The content filter refused the prompt", {
    advice: "Change it and try again.",
    param: "prompt",
  });
}
