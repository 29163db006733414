import {
  createCompletionHeaderDefaults,
  validateCreateCompletionHeaders,
  validateCreateCompletionQuery,
} from "@completions-api/validators";
import { errorFromProblem } from "../errors/from-problem.ts";
import type { ExtraParametersPolicy } from "./extra-parameters.ts";
import { type RequestHeaders, single } from "./headers.ts";

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
 * @throws HttpError 400 `invalid_query` or `invalid_header` for the first that is missing, repeated or wrong.
 */
export function readRequestHead({
  query,
  headers,
}: {
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
}): RequestHead {
  const queryValidation = validateCreateCompletionQuery({
    "api-version": single(query.getAll("api-version")),
  });
  if (!queryValidation.valid) throw errorFromProblem(queryValidation.problems[0]);
  const headersValidation = validateCreateCompletionHeaders({
    "extra-parameters": single(headers["extra-parameters"]),
    "azureml-model-deployment": single(headers["azureml-model-deployment"]),
  });
  if (!headersValidation.valid) throw errorFromProblem(headersValidation.problems[0]);

  const { "extra-parameters": policy = createCompletionHeaderDefaults["extra-parameters"] } =
    headersValidation.value;
  const deployment = headersValidation.value["azureml-model-deployment"];
  return {
    apiVersion: queryValidation.value["api-version"],
    extraParameters: policy === "drop" ? "ignore" : policy,
    ...(deployment !== undefined && { deployment }),
  };
}
