import { errorStatuses } from "@completions-api/validators";
import { errorText } from "../errors/error-text.ts";
import { HttpError } from "../errors/http-error.ts";
import { quoteName } from "../errors/quote-name.ts";

/**
 * Creates the 404 for a `model` that the server does not have.
 *
 * @param advice - what else to do about it: sentences that follow the one on `GET /v1/models`.
 */
export function unknownModel(name: string, advice = ""): HttpError {
  const status = errorStatuses.not_found;
  const text = errorText(
    `The model ${quoteName(name)} does not exist`,
    `\`GET /v1/models\` lists the models. ${advice}`.trimEnd(),
  );
  return new HttpError("not_found", { status, ...text }, { param: "model" });
}
