import type { ErrorCode } from "@completions-api/types";
import { errorStatuses as ownStatuses } from "@completions-api/validators";
import {
  errorStatuses,
  validateCompletionEvent,
  validateErrorResponse,
} from "@completions-api/validators/openai";
import { describe, expect, test } from "vitest";
import { type HttpError, readBearerToken, toHttpError, tooManyRequests } from "../../src/index.ts";
import {
  readOpenAIParameters,
  toOpenAIErrorBody,
  toOpenAIErrorResponse,
  unknownModel,
} from "../../src/openai/index.ts";
import { createError } from "../errors/create-error.ts";
import { openAISpec } from "../spec.ts";

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

/** Returns the error of an example's request. */
function refuse(
  name: string,
  { headers, body }: { headers?: Record<string, string>; body?: unknown },
): HttpError {
  const refusals: Record<string, HttpError> = {
    "unknown-model": unknownModel("whale-1"),
    "rate-limited": tooManyRequests(5),
    "server-failure": toHttpError(new Error("secret")),
  };
  try {
    if (headers) readBearerToken(headers.Authorization);
    readOpenAIParameters(body);
  } catch (error) {
    return toHttpError(error);
  }
  const refusal = refusals[name];
  if (!refusal) throw new Error(`Nothing refuses the request of the example ${name}.`);
  return refusal;
}

test.each(
  Object.entries(openAISpec.components.examples).filter(([, { value }]) =>
    Object.hasOwn(Object(value), "error"),
  ),
)("the spec's example %s", (key, { value, "x-request": request, "x-headers": headers = {} }) => {
  const response = toOpenAIErrorResponse(refuse(key.replace(/-response$/, ""), request ?? {}));
  expect(JSON.parse(response.body)).toStrictEqual(value);
  expect(response.headers).toMatchObject(
    Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), String(text)])),
  );
});
