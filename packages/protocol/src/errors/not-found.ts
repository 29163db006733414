import { errorStatuses } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { jsonExcerpt } from "./json-excerpt.ts";
import { reasonPhrases } from "./reason-phrases.ts";

/** There is no such route or deployment, or the deployment's model does not do text completion. */
export function notFound(message: string): HttpError {
  const status = errorStatuses.not_found;
  return new HttpError("not_found", { status, error: reasonPhrases[status], message });
}

/** The 404 for a deployment that the server does not have. */
export function unknownDeployment(name: string): HttpError {
  return notFound(`There is no deployment ${jsonExcerpt(name)} here.`);
}
