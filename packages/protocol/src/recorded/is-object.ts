/** Returns true if `value` has properties that can be looked up by name. Arrays count as objects. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
