/** `1 second`, `30 seconds`. */
export function quantity(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
