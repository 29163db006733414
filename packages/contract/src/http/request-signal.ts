import type { CaseTarget } from "../target.ts";

/**
 * Returns a signal that is aborted when a request that begins now must end.
 *
 * The time limit is not an `AbortSignal.timeout`: Node 20 collects one that only `AbortSignal.any` uses as garbage, and a request to
 * a server that never answers would wait forever. Nor is it a listener of the run's signal, which would have too many.
 */
export function createRequestSignal({
  signal,
  timeout,
}: Pick<CaseTarget, "signal" | "timeout">): AbortSignal {
  if (timeout === undefined) return signal;
  const limit = new AbortController();
  const expire = (): void => limit.abort(new DOMException("The request took too long.", "TimeoutError"));
  // Does not keep the process alive: the connection does, as long as somebody waits for the response.
  setTimeout(expire, timeout).unref();
  return AbortSignal.any([signal, limit.signal]);
}
