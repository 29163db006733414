import type { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";

/** Creates the 400 for a prompt, or the text after it, that the content filter refuses. */
export function contentFiltered(param: "prompt" | "suffix" = "prompt"): HttpError {
  return otherError("content_filter", `The content filter refused the ${param}`, {
    advice: "Change it and try again.",
    param,
  });
}
