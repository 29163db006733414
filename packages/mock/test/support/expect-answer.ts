import type { WholeResponse } from "@completions-api/testing";
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
import { expect } from "vitest";
import { readEvents } from "./read-events.ts";

const validators: Record<number, (body: unknown) => Validation<unknown>> = {
  401: validateUnauthorizedError,
  404: validateNotFoundError,
  422: validateUnprocessableContentError,
  429: validateTooManyRequestsError,
};

/** Expects an answer to be an error of the contract, and returns its code. */
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

/** The same of a response of `fetch`. */
export async function expectErrorResponse(response: Response): Promise<string> {
  return expectError({ status: response.status, headers: response.headers, body: await response.text() });
}

/** Expects an answer to be any of the contract's. */
export function expectAnswer(answer: WholeResponse): void {
  if (answer.status !== 200) {
    expectError(answer);
  } else if (answer.headers.get("content-type") === "application/json") {
    expect(validateCreateCompletionResponse(JSON.parse(answer.body))).toMatchObject({ valid: true });
  } else {
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = readEvents(answer.body);
    expect(events.pop()).toBe("[DONE]");
    for (const event of events)
      expect(validateCompletionEvent(JSON.parse(event))).toMatchObject({ valid: true });
  }
}
