import type { ErrorCode } from "@completions-api/types";
import { errorStatuses, validateErrorBody } from "@completions-api/validators";
import type { ReceivedError } from "../contract-case.ts";
import { ContractViolation, expectThat, expectValid } from "../contract-violation.ts";
import { checkHeaders } from "./check-headers.ts";
import { readJson } from "./read-json.ts";

/**
 * Reads an error response.
 *
 * @throws ContractViolation if its status, headers and body do not all belong to the same error of the spec.
 */
export async function readError(response: Response): Promise<ReceivedError> {
  const { status, headers } = response;
  const json = await readJson(response);
  const body = expectValid(validateErrorBody(status, json), `body of the ${status}`);
  const code = readErrorCode(headers.get("x-ms-error-code"));

  expectThat(body.status === status, `status ${status} in the body`, body.status);
  expectThat(errorStatuses[code] === status, `status ${errorStatuses[code]} for ${code}`, status);
  if ("code" in body)
    expectThat(body.code === code, `code ${code} in the body, as in x-ms-error-code`, body.code);
  checkHeaders(response);
  const retryAfter = headers.get("retry-after");
  return { outcome: "error", code, body, retryAfter: retryAfter === null ? undefined : Number(retryAfter) };
}

function readErrorCode(header: string | null): ErrorCode {
  if (header !== null && isErrorCode(header)) return header;
  throw new ContractViolation(
    "one of the spec's error codes in the header x-ms-error-code",
    header ?? "no such header",
  );
}

function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(errorStatuses, word);
}
