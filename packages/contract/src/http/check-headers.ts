import { validateResponseHeaders } from "@completions-api/validators";
import { expectValid } from "../contract-violation.ts";

/**
 * Checks a response's headers against those that the spec declares for its status.
 *
 * @throws ContractViolation
 */
export function checkHeaders({ status, headers }: Response): void {
  expectValid(
    validateResponseHeaders(status, Object.fromEntries(headers)),
    `set of headers of the ${status}`,
  );
}
