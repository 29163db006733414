import type { ErrorCode } from "@completions-api/types";
import { expectThat } from "../contract-violation.ts";
import { messageOf } from "../faces/face-format.ts";
import { faceFormats } from "../faces/face-formats.ts";
import { readError } from "../http/read-error.ts";
import { type RawRequest, send } from "../http/send.ts";
import type { CaseTarget } from "../target.ts";

/**
 * Sends a request that must fail with the error `code`, or with its counterpart on the target's face.
 *
 * @param param - the parameter that the error must name. By default any, or none.
 * @throws ContractViolation
 */
export async function expectError(
  target: CaseTarget,
  request: RawRequest,
  code: ErrorCode,
  param?: string,
): Promise<void> {
  const format = faceFormats[target.face];
  const expectation = { outcome: "error", code, ...(param !== undefined && { param }) } as const;
  const expected = format.toCode(expectation);
  const response = await send(target, request);
  expectThat(!response.ok, `error ${expected}`, `status ${response.status}`);
  const received = await readError(response, target);
  expectThat(
    received.code === expected,
    `error ${expected} in response to ${describe(request)}`,
    `${received.code}: ${messageOf(received.body)}`,
  );
  format.checkFault(expectation, undefined, received.body);
}

function describe({ method = "POST", path = "/completions", headers = {}, body = "" }: RawRequest): string {
  const text = typeof body === "string" ? body : `${body.length} bytes`;
  return `${method} ${path} ${JSON.stringify(headers)} ${text.slice(0, 100)}`;
}
