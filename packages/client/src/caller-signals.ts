/** Stops a call. */
type Abort = (reason: unknown) => void;

/**
 * The running calls of each signal. One listener serves all of them, because Node warns about more than ten listeners.
 * `AbortSignal.any` would be simpler, but on some platforms its signals use memory as long as the caller's signals live.
 */
const followers = new WeakMap<AbortSignal, Set<Abort>>();

/** Calls `abort` with the signal's reason once the signal, which is not yet aborted, is. */
export function follow(signal: AbortSignal, abort: Abort): void {
  const calls = followers.get(signal) ?? new Set();
  followers.set(signal, calls.add(abort));
  signal.addEventListener("abort", notify); // Has no effect if it is already there.
}

/** Undoes `follow`. The last call removes the listener. */
export function unfollow(signal: AbortSignal, abort: Abort): void {
  const calls = followers.get(signal);
  calls?.delete(abort);
  if (!calls?.size) signal.removeEventListener("abort", notify);
}

function notify(this: AbortSignal): void {
  for (const abort of followers.get(this) ?? []) abort(this.reason);
}
