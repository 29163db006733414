import type { ErrorBody, ErrorCode } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";
import { errorStatuses } from "@completions-api/validators";
import {
  errorStatuses as openAIErrorStatuses,
  errorTypes as openAIErrorTypes,
} from "@completions-api/validators/openai";
import { BrokenRule, expectThat } from "./broken-rule.ts";

/** The parts of an error response that name its error. The header names are in lower case. */
export interface ErrorParts<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A body that follows its schema. */
  readonly body: Body;
}

/**
 * Checks that the status, the header `x-ms-error-code` and the body of a response belong to the same error of the spec.
 *
 * @returns the error's code.
 * @throws BrokenRule
 */
export function checkErrorParts({ status, headers, body }: ErrorParts<ErrorBody>): ErrorCode {
  const code = headers["x-ms-error-code"];
  if (code === undefined || !isErrorCode(code)) {
    const expected = "one of the spec's error codes in the header x-ms-error-code";
    throw new BrokenRule("schema", expected, code ?? "no such header");
  }
  expectThat(body.status === status, "schema", `status ${status} in the body`, body.status);
  const expected = errorStatuses[code];
  expectThat(expected === status, "schema", `status ${expected} for ${code}`, status);
  const bodyCode = "code" in body ? body.code : code;
  expectThat(
    bodyCode === code,
    "error-code-header",
    `code ${code} in the body, as in x-ms-error-code`,
    bodyCode,
  );
  return code;
}

/** Does the same for an error response to OpenAI's clients, whose body alone has the code. */
export function checkOpenAIErrorParts({
  status,
  headers,
  body,
}: ErrorParts<OpenAI.ErrorResponse>): OpenAI.ErrorCode {
  const { code, type } = body.error;
  const header = headers["x-ms-error-code"];
  expectThat(header === undefined, "schema", "no header x-ms-error-code", header);
  const expectedStatus = openAIErrorStatuses[code];
  expectThat(expectedStatus === status, "schema", `status ${expectedStatus} for ${code}`, status);
  const types: Partial<Record<OpenAI.ErrorCode, string>> = openAIErrorTypes;
  const expectedType = types[code] ?? "invalid_request_error";
  expectThat(type === expectedType, "schema", `type ${expectedType} for ${code}`, type);
  return code;
}

function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(errorStatuses, word);
}
