/** Stops a call. */
type Abort = (reason: unknown) => void;

/** A call that follows a signal: the call itself, or a `WeakRef` to it. */
export interface Follower {
  /** Returns the function that stops the call; undefined if the call has been collected as garbage. */
  deref(): Abort | undefined;
}

/**
 * The running calls of each signal. One listener serves all of them, because Node warns about more than ten listeners.
 * `AbortSignal.any` would be simpler, but on some platforms its signals use memory as long as the caller's signals live.
 */
const followers = new WeakMap<AbortSignal, Set<Follower>>();

/** Stops a call, with the signal's reason, once the signal, which is not yet aborted, is. */
export function follow(signal: AbortSignal, follower: Follower): void {
  const calls = followers.get(signal) ?? new Set();
  followers.set(signal, calls.add(follower));
  signal.addEventListener("abort", notify); // Has no effect if it is already there.
}

/** Undoes `follow`. The last call removes the listener. */
export function unfollow(signal: AbortSignal, follower: Follower): void {
  const calls = followers.get(signal);
  calls?.delete(follower);
  if (!calls?.size) signal.removeEventListener("abort", notify);
}

function notify(this: AbortSignal): void {
  for (const follower of followers.get(this) ?? []) follower.deref()?.(this.reason);
}
