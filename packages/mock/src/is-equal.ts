/** Returns true if two JSON values are equal, whatever the order of their properties. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  const values: Readonly<Record<string, unknown>> = { ...other };
  return Object.entries(one).every(
    ([name, value]) => Object.hasOwn(values, name) && isEqual(value, values[name]),
  );
}
