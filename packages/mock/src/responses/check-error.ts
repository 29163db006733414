import { type HttpError, toHttpError } from "@completions-api/protocol";
import type { Face } from "../faces/face.ts";
import type { MockRequest } from "../mock-request.ts";
import { toFixedResponse } from "../mock-response.ts";
import type { Referee } from "../referee/referee.ts";
import { checkResponse } from "./check-response.ts";

/** The context in which the error of a request is checked. */
export interface ErrorContext {
  readonly face: Face;
  /** The operation, once it is found. By default `complete`, because the errors of all operations have the same form. */
  operationId?: string;
  readonly request: MockRequest;
  readonly referee: Referee | undefined;
}

/** Returns the error to send for what a request failed with, and logs why if the failure is the mock's own. */
export async function checkError(thrown: unknown, context: ErrorContext): Promise<HttpError> {
  const error = await replaceInvalid(toHttpError(thrown), context);
  const { status, cause } = error;
  if (status >= 500 && cause !== undefined) console.error("completions-mock:", cause);
  return error;
}

/** Returns the error if it matches the spec, otherwise a 500 whose cause says why it does not. */
async function replaceInvalid(
  error: HttpError,
  { face, operationId = "complete", request, referee }: ErrorContext,
): Promise<HttpError> {
  try {
    const response = toFixedResponse(error, face.errorFormat);
    checkResponse(response, face);
    if (referee) await referee.checkResponse({ face: face.name, operationId, request }, response);
    return error;
  } catch (violation) {
    return toHttpError(violation);
  }
}
