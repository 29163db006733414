import type { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";
import { parameterName, shortenName } from "./quote-name.ts";

/**
 * Creates the 400 for a text that the content filter refuses.
 *
 * @param param - the name of the parameter that has it.
 */
export function contentFiltered(param: string = "prompt"): HttpError {
  return otherError("content_filter", `The content filter refused the ${parameterName(param)}`, {
    advice: "Change it and try again.",
    param: shortenName(param),
  });
}
