import type { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";

/** The content filter refuses a prompt. */
export function contentFiltered(): HttpError {
  const message = "The prompt was refused by the content filter. Change it and try again.";
  return otherError("content_filter", message, { param: "prompt" });
}
