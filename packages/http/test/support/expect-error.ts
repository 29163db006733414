import type { WholeResponse } from "@completions-api/testing";
import { errorStatuses } from "@completions-api/validators";
import { expect } from "vitest";

/** Expects an answer to be an error of the contract, and returns its code. */
export function expectError({ status, headers, body }: WholeResponse): string {
  expect(headers.get("content-type")).toBe("application/json");
  const code = headers.get("x-ms-error-code") ?? "";
  expect(errorStatuses).toHaveProperty(code, status);
  expect(JSON.parse(body)).toMatchObject({ status, message: expect.any(String) });
  return code;
}
