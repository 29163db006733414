import type { UnprocessableContentError } from "@completions-api/types";
import { errorStatuses } from "@completions-api/validators";
import { type Advice, errorText } from "./error-text.ts";
import { HttpError } from "./http-error.ts";
import { jsonExcerpt } from "./json-excerpt.ts";
import { nameValue, shortenName } from "./quote-name.ts";

/** A problem with the request's body. */
export interface BodyProblem extends Advice {
  /** The path to the value at fault, beginning with `"body"`. */
  readonly loc: readonly string[];
  /** The value at fault, as JSON.parse returned it; undefined if it is missing. */
  readonly value: unknown;
  /** The problem with the value. It continues the value's name and has no period: "must be at most 2". */
  readonly message: string;
  /** By default `invalid_parameter`: the value is wrong for every model. */
  readonly code?: UnprocessableContentError["code"];
}

/** Creates the 422 for a parameter whose type or value is wrong, or not supported by the model. */
export function unprocessableContent({
  loc,
  value,
  message,
  advice,
  code = "invalid_parameter",
}: BodyProblem): HttpError {
  const status = errorStatuses[code];
  return new HttpError(code, {
    status,
    code,
    ...errorText(`${nameValue(loc)} ${message}`, advice),
    detail: { loc: loc.map(shortenName), value: jsonExcerpt(value) },
  });
}
