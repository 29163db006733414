import { expectValid } from "../contract-violation.ts";
import type { FaceFormat } from "../faces/face-format.ts";

/**
 * Checks a response's headers against those that the spec declares for its status.
 *
 * @throws ContractViolation
 */
export function checkHeaders(format: FaceFormat, { status, headers }: Response): void {
  expectValid(format.validateHeaders(status, Object.fromEntries(headers)), `set of headers of the ${status}`);
}
