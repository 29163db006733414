/** Whole seconds, as `Retry-After` has them: never too few, and 0 where the time has passed. */
export function toRetryAfter(seconds: number): number {
  return Math.max(0, Math.ceil(seconds));
}
