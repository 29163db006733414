import type { CaseTarget } from "../target.ts";

/**
 * Returns a signal that is aborted when a request that begins now must end.
 *
 * `AbortSignal.any` would be simpler, but Node 20 collects the `AbortSignal.timeout` that it depends on as garbage. A request to a
 * server that never answers would then wait forever.
 */
export function createRequestSignal({
  signal,
  timeout,
}: Pick<CaseTarget, "signal" | "timeout">): AbortSignal {
  if (timeout === undefined || signal.aborted) return signal;
  const controller = new AbortController();
  const stop = (): void => controller.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  const expire = (): void => {
    signal.removeEventListener("abort", stop);
    controller.abort(new DOMException("The request took too long.", "TimeoutError"));
  };
  // Does not keep the process alive: the connection does, as long as somebody waits for the response.
  setTimeout(expire, timeout).unref();
  return controller.signal;
}
