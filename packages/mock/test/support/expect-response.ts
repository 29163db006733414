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

/** Expects a response of `fetch` to be one of the errors for OpenAI's clients and returns its code. */
export async function expectOpenAIError(response: Response): Promise<string> {
  const { status, headers } = response;
  const body: unknown = await response.json();
  const validation = openAI.validateErrorResponse(body);
  if (!validation.valid) throw new Error(`Not an error: ${JSON.stringify(body)}`);
  const { code } = validation.value.error;
  expect(openAI.errorStatuses[code]).toBe(status);
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("x-ms-error-code")).toBeNull();
  return code;
}

/** Expects a response to follow the contract. */
export function expectResponse(response: WholeResponse): void {
  if (response.status !== 200) {
    expectError(response);
  } else if (response.headers.get("content-type") === "application/json") {
    expect(validateCreateCompletionResponse(JSON.parse(response.body))).toMatchObject({ valid: true });
  } else {
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = splitEvents(response.body);
    expect(events.pop()).toBe("[DONE]");
    for (const event of events)
      expect(validateCompletionEvent(JSON.parse(event))).toMatchObject({ valid: true });
  }
}
