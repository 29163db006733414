import {
  createCompletionHeaderDefaults,
  validateCreateCompletionHeaders,
  validateCreateCompletionQuery,
} from "@completions-api/validators";
import { otherError } from "../errors/other-error.ts";
import { errorFromProblem } from "../errors/to-http-error.ts";
import type { ExtraParametersPolicy } from "./extra-parameters.ts";
import { type RequestHeaders, unwrapSingle } from "./headers.ts";

/** The parameters of a request's query and headers. */
export interface RequestHead {
  /** The query parameter `api-version`. */
  readonly apiVersion: string;
  /** The `extra-parameters` header. */
  readonly extraParameters: ExtraParametersPolicy;
  /** The `azureml-model-deployment` header. Without it, the request is for the default deployment. */
  readonly deployment?: string;
}

/**
 * Reads the parameters of a request's query and headers.
 *
 * @throws HttpError 400 `invalid_query` or `invalid_header` for the first parameter that is missing, repeated or wrong.
 */
export function readRequestHead({
  query,
  headers,
}: {
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
}): RequestHead {
  if (!query.has("api-version")) {
    // OpenAI's clients show only the problem, and never the advice.
    const problem =
      "The query parameter api-version is required; for OpenAI's clients, end the base URL in `/v1` instead";
    throw otherError("invalid_query", problem, { param: "api-version" });
  }
  const queryValidation = validateCreateCompletionQuery({
    "api-version": unwrapSingle(query.getAll("api-version")),
  });
  if (!queryValidation.valid) throw errorFromProblem(queryValidation.problems[0]);
  const headersValidation = validateCreateCompletionHeaders({
    "extra-parameters": unwrapSingle(headers["extra-parameters"]),
    "azureml-model-deployment": unwrapSingle(headers["azureml-model-deployment"]),
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
