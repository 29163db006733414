import {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
  validateCreateCompletionRequest,
} from "@completions-api/validators";
import { errorFromProblem } from "../errors/to-http-error.ts";
import { readBearerToken } from "./bearer-token.ts";
import { checkContentType } from "./content-type.ts";
import {
  applyExtraParametersPolicy,
  type SplitParameters,
  splitExtraParameters,
} from "./extra-parameters.ts";
import type { RequestHeaders } from "./headers.ts";
import { parseJsonBody } from "./json-body.ts";
import { type RequestHead, readRequestHead } from "./request-head.ts";

/** A request as it arrived: nothing is validated, and the body is bytes. */
export interface RawCompletionRequest {
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
  readonly body: Uint8Array;
}

/** A valid request for a completion, ready for an engine. */
export interface CompletionRequest extends RequestHead {
  /** The bearer token. Only its form has been checked. */
  readonly token: string;
  /** The parameters that the spec names, defaults applied. */
  readonly parameters: CreateCompletionRequestWithDefaults;
  /** The extra parameters to pass to the model, if any. */
  readonly extra: SplitParameters["extra"];
}

/**
 * Reads and validates a request for a completion. Checks are made in the contract's order: token, query, headers,
 * content type, JSON, parameters, extra parameters. Each step is also exported by itself: a server that knows its tokens
 * refuses an unknown one after `readBearerToken` and before this function.
 *
 * @throws HttpError for the first check that fails: 401, 400, 415 or 422.
 */
export function readCompletionRequest({ query, headers, body }: RawCompletionRequest): CompletionRequest {
  const token = readBearerToken(headers.authorization);
  const head = readRequestHead({ query, headers });
  checkContentType(headers["content-type"]);
  const validation = validateCreateCompletionRequest(parseJsonBody(body));
  if (!validation.valid) throw errorFromProblem(validation.problems[0]);
  const { known, extra } = splitExtraParameters(validation.value);
  return {
    ...head,
    token,
    parameters: applyCreateCompletionRequestDefaults(known),
    extra: applyExtraParametersPolicy(head.extraParameters, extra),
  };
}
