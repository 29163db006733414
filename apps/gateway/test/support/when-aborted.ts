import type { CancellationSignal } from "@completions-api/http";

/** Resolves once a signal has been aborted. */
export function whenAborted(signal: CancellationSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", resolve);
  });
}
