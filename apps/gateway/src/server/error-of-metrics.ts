/** Marks the error of a gateway that cannot listen on the address for the metrics. Returns any other value as it is. */
export function markAsOfMetrics(error: unknown): unknown {
  return error instanceof Error ? Object.assign(error, { isOfMetrics: true }) : error;
}

/** Returns true for an error that {@link markAsOfMetrics} has marked, also in another process. */
export function isOfMetrics(error: unknown): boolean {
  return error instanceof Error && "isOfMetrics" in error;
}
