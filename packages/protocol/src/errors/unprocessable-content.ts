import type { UnprocessableContentError } from "@completions-api/types";
import { errorStatuses } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { jsonExcerpt } from "./json-excerpt.ts";
import { reasonPhrases } from "./reason-phrases.ts";

/** One fault of the request's body. */
export interface BodyFault {
  /** The path to the value at fault, from `"body"`. */
  readonly loc: readonly string[];
  /** The value at fault, as JSON.parse gave it; undefined where it is missing. */
  readonly value: unknown;
  /** What is wrong with it, such as "must be at most 2". */
  readonly message: string;
  /** By default `invalid_parameter`: the value is wrong in itself, whatever the model. */
  readonly code?: UnprocessableContentError["code"];
}

/** A parameter of the body has a wrong type or value, or one that the model does not support. */
export function unprocessableContent({
  loc,
  value,
  message,
  code = "invalid_parameter",
}: BodyFault): HttpError {
  const status = errorStatuses[code];
  const parameter = loc.slice(1).join(".") || "body";
  return new HttpError(code, {
    status,
    code,
    error: reasonPhrases[status],
    message: `${parameter}: ${message}`,
    detail: { loc: [...loc], value: jsonExcerpt(value) },
  });
}
