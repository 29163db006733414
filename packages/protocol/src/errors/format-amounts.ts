/** Formats a count with its unit: `1 second`, `30 seconds`. */
export function quantity(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Rounds up to whole seconds, as `Retry-After` requires; 0 if the time has passed. */
export function toWholeSeconds(seconds: number): number {
  return Math.max(0, Math.ceil(seconds));
}
