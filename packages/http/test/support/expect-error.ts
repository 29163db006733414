import type { WholeResponse } from "@completions-api/testing";
import { errorStatuses } from "@completions-api/validators";
import { expect } from "vitest";

/** Expects a response to be one of the contract's errors and returns its code. */
export function expectError({ status, headers, body }: WholeResponse): string {
  expect(headers.get("content-type")).toBe("application/json");
  const code = headers.get("x-ms-error-code") ?? "";
  expect(errorStatuses).toHaveProperty(code, status);
  expect(JSON.parse(body)).toMatchObject({ status, message: expect.any(String) });
  return code;
}

/** Expects exactly one response, which is one of the contract's errors, and returns it with its code. */
export function expectOneError(responses: readonly WholeResponse[]): {
  readonly response: WholeResponse;
  readonly code: string;
} {
  expect(responses).toHaveLength(1);
  const [response] = responses;
  if (response === undefined) throw new Error("There is no response.");
  return { response, code: expectError(response) };
}
