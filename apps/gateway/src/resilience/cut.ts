const cuts = new WeakSet<object>();

/** Notes that a failure cuts a generation, which its engine may not have noticed. Returns the failure. */
export function noteCut(failure: Error): Error {
  cuts.add(failure);
  return failure;
}

/** Returns whether a failure is one that {@link noteCut} has seen. */
export function isCut(failure: unknown): boolean {
  return typeof failure === "object" && failure !== null && cuts.has(failure);
}
