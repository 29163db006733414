/** Narrows a union, which `Array.isArray` does not do for read-only arrays. */
export function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}
