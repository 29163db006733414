import type { ErrorCode } from "@completions-api/types";
import { errorStatuses, validateErrorBody } from "@completions-api/validators";
import type { ErrorAnswer } from "../contract-case.ts";
import { ContractViolation, expectThat } from "../contract-violation.ts";
import { readJson } from "./read-json.ts";
import { valid } from "./valid.ts";

/**
 * Reads an error response.
 *
 * @throws ContractViolation where its status, headers and body are not those of one error of the spec.
 */
export async function readError(response: Response): Promise<ErrorAnswer> {
  const { status, headers } = response;
  const json = await readJson(response);
  const body = valid(validateErrorBody(status, json), `body of the ${status}`);
  const code = readErrorCode(headers.get("x-ms-error-code"));

  expectThat(body.status === status, `status ${status} in the body`, body.status);
  expectThat(errorStatuses[code] === status, `status ${errorStatuses[code]} for ${code}`, status);
  if ("code" in body)
    expectThat(body.code === code, `code ${code} in the body, as x-ms-error-code has it`, body.code);
  return { outcome: "error", code, body, retryAfter: readRetryAfter(status, headers.get("retry-after")) };
}

function readErrorCode(header: string | null): ErrorCode {
  if (header !== null && isErrorCode(header)) return header;
  throw new ContractViolation(
    "an ErrorCode of the spec in the header x-ms-error-code",
    header ?? "no such header",
  );
}

function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(errorStatuses, word);
}

function readRetryAfter(status: number, header: string | null): number | undefined {
  if (header === null) {
    expectThat(status !== 429, "the header Retry-After with a 429", "no such header");
    return undefined;
  }
  expectThat(/^\d+$/.test(header), "whole seconds in the header Retry-After", header);
  return Number(header);
}
