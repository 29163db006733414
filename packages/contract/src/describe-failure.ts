import { ContractViolation } from "./contract-violation.ts";

/** The reason of a request that took too long. */
export const timedOut = "timed out";

/** Describes why a request or a case failed, including the causes that `fetch` hides behind "fetch failed". */
export function describeFailure(error: unknown): string {
  if (error instanceof ContractViolation) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return timedOut;
  // A host with several addresses fails with one error for each address and an empty message.
  if (error instanceof AggregateError) return error.errors.map(describeFailure).join("; ");
  return error.cause === undefined ? error.message : `${error.message}: ${describeFailure(error.cause)}`;
}
