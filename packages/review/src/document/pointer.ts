/** Adds keys to a JSON pointer. */
export function joinPointer(pointer: string, ...keys: readonly (string | number)[]): string {
  return keys.reduce<string>((joined, key) => `${joined}/${escapeKey(String(key))}`, pointer);
}

/** Splits a JSON pointer into its keys. */
export function splitPointer(pointer: string): string[] {
  return pointer.split("/").slice(1).map(unescapeKey);
}

/** Writes a key for a JSON pointer. */
export function escapeKey(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Reads a key as a JSON pointer writes it. */
export function unescapeKey(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
