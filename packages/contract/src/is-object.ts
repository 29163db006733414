/** Whether `value` has properties to look up by name; lists do. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
