import type { ErrorCode } from "@completions-api/types";
import { errorStatuses as ownStatuses } from "@completions-api/validators";
import {
  errorStatuses,
  validateCompletionEvent,
  validateErrorResponse,
} from "@completions-api/validators/openai";
import { describe, expect, test } from "vitest";
import { toOpenAIErrorBody, toOpenAIErrorResponse } from "../../src/openai/index.ts";
import { createError } from "../errors/create-error.ts";

/** The codes with other statuses than on the API's own face. */
const otherStatuses: Partial<Record<ErrorCode, number>> = {
  invalid_parameter: 400,
  parameter_not_supported: 400,
};

describe.each(Object.entries(ownStatuses))("%s", (code, status) => {
  // The entries' keys are strings to the type checker.
  const error = createError(code as ErrorCode);
  const { status: actual, headers, body } = toOpenAIErrorResponse(error);
  const value = JSON.parse(body);

  test("becomes a response that follows the spec", () => {
    expect(validateErrorResponse(value)).toStrictEqual({ valid: true, value });
    expect(actual).toBe(otherStatuses[error.code] ?? status);
    expect(errorStatuses).toHaveProperty(value.error.code, actual);
    expect(value.error.message).toBe(error.message);
    expect(value.error.type).toBe(
      actual >= 500 ? "server_error" : actual === 429 ? "requests" : "invalid_request_error",
    );
  });

  test("has the headers of the error, without the code", () => {
    const { "x-ms-error-code": _, ...others } = error.headers;
    expect(headers).toStrictEqual({ "content-type": "application/json", ...others });
  });

  test("becomes an event that makes clients fail", () => {
    const event = toOpenAIErrorBody(error);
    expect(validateCompletionEvent(event)).toStrictEqual({ valid: true, value: event });
  });
});
