import { validateCreateCompletionHeaders, validateCreateCompletionQuery } from "@completions-api/validators";
import { errorFromProblem } from "../errors/from-problem.ts";
import { otherError } from "../errors/other-error.ts";
import type { ExtraParametersPolicy } from "./extra-parameters.ts";
import { joinValues, type RequestHeaders } from "./headers.ts";

/** What a request says before its body. */
export interface RequestHead {
  /** The query parameter `api-version`. */
  readonly apiVersion: string;
  /** The header `extra-parameters`. */
  readonly extraParameters: ExtraParametersPolicy;
  /** The header `azureml-model-deployment`; without it the default deployment is meant. */
  readonly deployment?: string;
}

/**
 * Reads the parameters of a request's query and headers.
 *
 * @throws ApiError 400 `invalid_query` or `invalid_header` for the first that is missing, repeated or wrong.
 */
export function readRequestHead({
  query,
  headers,
}: {
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
}): RequestHead {
  const versions = query.getAll("api-version");
  if (versions.length > 1) {
    throw otherError("invalid_query", "Query parameter api-version: must be there once", {
      param: "api-version",
    });
  }
  const queryValidation = validateCreateCompletionQuery(Object.fromEntries(query));
  if (!queryValidation.valid) throw errorFromProblem(queryValidation.problems[0]);
  const headersValidation = validateCreateCompletionHeaders({
    "extra-parameters": joinValues(headers["extra-parameters"]),
    "azureml-model-deployment": joinValues(headers["azureml-model-deployment"]),
  });
  if (!headersValidation.valid) throw errorFromProblem(headersValidation.problems[0]);

  const policy = headersValidation.value["extra-parameters"] ?? "error";
  const deployment = headersValidation.value["azureml-model-deployment"];
  return {
    apiVersion: queryValidation.value["api-version"],
    extraParameters: policy === "drop" ? "ignore" : policy,
    ...(deployment !== undefined && { deployment }),
  };
}
