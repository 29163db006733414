import type { CaseRequest, ReceivedCompletion } from "../contract-case.ts";
import { messageOf } from "../faces/face-format.ts";
import { runExchange, UnsupportedParameter } from "../run-case.ts";
import type { CaseTarget } from "../target.ts";
import { completes } from "./exchanges.ts";

/**
 * Sends a request that must get a completion, for cases whose later requests depend on it.
 *
 * @throws ContractViolation
 * @throws UnsupportedParameter
 */
export async function complete(
  target: CaseTarget,
  body: object,
  headers?: CaseRequest["headers"],
): Promise<ReceivedCompletion> {
  const received = await runExchange(completes(body, headers), target);
  if (received.outcome === "completion") return received;
  throw new UnsupportedParameter(received.outcome === "error" ? messageOf(received.body) : received.outcome);
}
