import { readResponse, splitEvents, type WholeResponse } from "@completions-api/testing";
import {
  errorStatuses,
  type Validation,
  validateCompletionEvent,
  validateContentFilterError,
  validateCreateCompletionResponse,
  validateNotFoundError,
  validateTooManyRequestsError,
  validateUnauthorizedError,
  validateUnprocessableContentError,
} from "@completions-api/validators";
import * as openAI from "@completions-api/validators/openai";
import { expect } from "vitest";

const validators: Record<number, (body: unknown) => Validation<unknown>> = {
  401: validateUnauthorizedError,
  404: validateNotFoundError,
  422: validateUnprocessableContentError,
  429: validateTooManyRequestsError,
};

/** Expects a response to be one of the contract's errors and returns its code. */
export function expectError({ status, headers, body }: WholeResponse): string {
  expect(headers.get("content-type")).toBe("application/json");
  const code = headers.get("x-ms-error-code") ?? "";
  expect(errorStatuses).toHaveProperty(code, status);
  const error = JSON.parse(body);
  const validate = validators[status] ?? validateContentFilterError;
  expect(validate(error)).toMatchObject({ valid: true });
  expect(error.status).toBe(status);
  if ("code" in error) expect(error.code).toBe(code);
  if (status === 429) expect(headers.get("retry-after")).toMatch(/^\d+$/);
  return code;
}

/** Does the same for a response of `fetch`. */
export async function expectErrorResponse(response: Response): Promise<string> {
  return expectError(await readResponse(response));
}

/** Expects a response to be one of the errors for OpenAI's clients and returns its code. */
export function expectOpenAIErrorOf({ status, headers, body }: WholeResponse): string {
  const validation = openAI.validateErrorResponse(JSON.parse(body));
  if (!validation.valid) throw new Error(`Not an error: ${body}`);
  const { code } = validation.value.error;
  expect(openAI.errorStatuses[code]).toBe(status);
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("x-ms-error-code")).toBeNull();
  return code;
}

/** Does the same for a response of `fetch`. */
export async function expectOpenAIError(response: Response): Promise<string> {
  return expectOpenAIErrorOf(await readResponse(response));
}

/** Expects a response to follow the contract of one of the two faces. */
export function expectResponse(response: WholeResponse): void {
  const { status, headers, body } = response;
  if (status !== 200) {
    if (headers.has("x-ms-error-code")) expectError(response);
    else expectOpenAIErrorOf(response);
  } else if (headers.get("content-type") === "application/json") {
    expectOne([validateCreateCompletionResponse, openAI.validateCreateCompletionResponse], [body]);
  } else {
    expect(headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = splitEvents(body);
    expect(events.pop()).toBe("[DONE]");
    expectOne([validateCompletionEvent, openAI.validateCompletionEvent], events);
  }
}

/** Expects one of two validators to accept all documents. */
function expectOne(
  validators: readonly ((value: unknown) => Validation<unknown>)[],
  documents: string[],
): void {
  const accepts = (validate: (value: unknown) => Validation<unknown>) =>
    documents.every((document) => validate(JSON.parse(document)).valid);
  expect(validators.some(accepts), documents.join("\n")).toBe(true);
}
