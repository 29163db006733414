import type { ErrorCode } from "@completions-api/types";
import { expectThat } from "../contract-violation.ts";
import { readError } from "../http/read-error.ts";
import { type RawRequest, send } from "../http/send.ts";
import type { RunningTarget } from "../target.ts";

/**
 * Sends a request that must be answered with the error `code`.
 *
 * @throws ContractViolation
 */
export async function expectError(
  target: RunningTarget,
  request: RawRequest,
  code: ErrorCode,
): Promise<void> {
  const answer = await readError(await send(target, request));
  expectThat(
    answer.code === code,
    `${code} in answer to ${describe(request)}`,
    `${answer.code}: ${answer.body.message}`,
  );
}

function describe({ method = "POST", path = "/completions", headers = {}, body = "" }: RawRequest): string {
  const text = typeof body === "string" ? body : `${body.length} bytes`;
  return `${method} ${path} ${JSON.stringify(headers)} ${text.slice(0, 100)}`;
}
