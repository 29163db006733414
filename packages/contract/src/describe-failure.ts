import { ContractViolation } from "./contract-violation.ts";

/** Why a request or a case failed, with the causes that `fetch` hides behind "fetch failed". */
export function describeFailure(error: unknown): string {
  if (error instanceof ContractViolation) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "it took too long";
  // Of a host with several addresses: it has a failure for each, and no message.
  if (error instanceof AggregateError) return error.errors.map(describeFailure).join("; ");
  return error.cause === undefined ? error.message : `${error.message}: ${describeFailure(error.cause)}`;
}
