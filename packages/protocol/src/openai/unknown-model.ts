import { errorStatuses } from "@completions-api/validators";
import { errorText } from "../errors/error-text.ts";
import { HttpError } from "../errors/http-error.ts";
import { quoteName } from "../errors/quote-name.ts";

const listAdvice = "`GET /v1/models` lists the models.";

/**
 * Creates the 404 for a `model` that the server does not have.
 *
 * @param advice - what else to do about it: sentences that follow the one on `GET /v1/models`.
 */
export function unknownModel(name: string, advice = ""): HttpError {
  return modelNotFound(`The model ${quoteName(name)} does not exist`, `${listAdvice} ${advice}`.trimEnd());
}

/** Creates the 404 for a request without `model` whose caller may not use the default model. */
export function noDefaultModel(): HttpError {
  return modelNotFound("You have no default model", `Name one in \`model\`. ${listAdvice}`);
}

function modelNotFound(problem: string, advice: string): HttpError {
  const status = errorStatuses.not_found;
  return new HttpError("not_found", { status, ...errorText(problem, advice) }, { param: "model" });
}
