import type { CaseTarget } from "../target.ts";

/** Returns a signal that is aborted when a request that begins now must end. */
export function createRequestSignal({
  signal,
  timeout,
}: Pick<CaseTarget, "signal" | "timeout">): AbortSignal {
  return timeout === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
}
