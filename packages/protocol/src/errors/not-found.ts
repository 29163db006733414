import { errorStatuses } from "@completions-api/validators";
import { errorText } from "./error-text.ts";
import { HttpError } from "./http-error.ts";
import { quoteName } from "./quote-name.ts";

/**
 * Creates a 404: the route or deployment does not exist, or the deployment's model does not complete text.
 *
 * @param problem - what does not exist: a sentence without its period.
 * @param advice - what to do about it, if anything.
 */
export function notFound(problem: string, advice?: string): HttpError {
  const status = errorStatuses.not_found;
  return new HttpError("not_found", { status, ...errorText(problem, advice) });
}

/** Creates the 404 for a deployment that the server does not have. */
export function unknownDeployment(name: string): HttpError {
  return notFound(`The deployment ${quoteName(name)} does not exist`);
}
