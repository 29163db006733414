import {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
  validateCreateCompletionRequest,
} from "@completions-api/validators";
import { errorFromProblem } from "../errors/from-problem.ts";
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

/** A request as it arrived: what its head says, and its body's bytes. */
export interface IncomingRequest {
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
  readonly body: Uint8Array;
}

/** A request for a completion that may be handed to an engine. */
export interface CompletionRequest extends RequestHead {
  /** The token, which is only known to have the right form. */
  readonly token: string;
  /** The known parameters, their defaults applied. */
  readonly parameters: CreateCompletionRequestWithDefaults;
  /** The extra parameters to hand to the model, if any. */
  readonly extra: SplitParameters["extra"];
}

/**
 * Reads a request for a completion in the order in which its faults count: token, query, headers, content type, JSON,
 * parameters, extra parameters. The steps are exported, too: a server that knows its tokens refuses a bad one between
 * `readBearerToken` and this.
 *
 * @throws HttpError for the first fault: 401, 400, 415 or 422.
 */
export function readCompletionRequest({ query, headers, body }: IncomingRequest): CompletionRequest {
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
