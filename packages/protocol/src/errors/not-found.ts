import { errorStatuses } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { jsonExcerpt } from "./json-excerpt.ts";
import { reasonPhrases } from "./reason-phrases.ts";

/** Creates a 404: the route or deployment does not exist, or the deployment's model does not complete text. */
export function notFound(message: string): HttpError {
  const status = errorStatuses.not_found;
  return new HttpError("not_found", { status, error: reasonPhrases[status], message });
}

/** Creates the 404 for a deployment that the server does not have. */
export function unknownDeployment(name: string): HttpError {
  return notFound(`The deployment ${jsonExcerpt(name)} does not exist.`);
}
