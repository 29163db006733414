const names = new WeakMap<object, string>();

/** Notes which upstream a generation failed at, for the log. The first note about a failure stands. */
export function noteUpstream(failure: unknown, name: string): void {
  if (typeof failure === "object" && failure !== null && !names.has(failure)) names.set(failure, name);
}

/** Returns the name of the upstream that a failure came from, if it came from one. */
export function findUpstream(failure: unknown): string | undefined {
  return typeof failure === "object" && failure !== null ? names.get(failure) : undefined;
}
