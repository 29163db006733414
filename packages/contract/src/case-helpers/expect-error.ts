import type { ErrorCode } from "@completions-api/types";
import { expectThat } from "../contract-violation.ts";
import { readError } from "../http/read-error.ts";
import { type RawRequest, send } from "../http/send.ts";
import type { CaseTarget } from "../target.ts";

/**
 * Sends a request that must fail with the error `code`.
 *
 * @throws ContractViolation
 */
export async function expectError(target: CaseTarget, request: RawRequest, code: ErrorCode): Promise<void> {
  const received = await readError(await send(target, request));
  expectThat(
    received.code === code,
    `${code} in response to ${describe(request)}`,
    `${received.code}: ${received.body.message}`,
  );
}

function describe({ method = "POST", path = "/completions", headers = {}, body = "" }: RawRequest): string {
  const text = typeof body === "string" ? body : `${body.length} bytes`;
  return `${method} ${path} ${JSON.stringify(headers)} ${text.slice(0, 100)}`;
}
