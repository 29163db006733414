import type { Validation } from "@completions-api/validators";
import { ContractViolation } from "../contract-violation.ts";

/**
 * The value that a validator let through.
 *
 * @param what - what was validated, for the message: "body of the 200".
 * @throws ContractViolation with every problem that it found.
 */
export function valid<Value>(validation: Validation<Value>, what: string): Value {
  if (validation.valid) return validation.value;
  const problems = validation.problems.map(({ loc, message }) => `${loc.join(".")}: ${message}`);
  throw new ContractViolation(`a valid ${what}`, problems.join("; "));
}
