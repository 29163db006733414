const maxDepth = 1000;

/**
 * Returns true if a function that recurses over `document`, such as `JSON.stringify`, may overflow the stack. `JSON.parse` does
 * not recurse and accepts any depth.
 */
export function isDeep(document: unknown): boolean {
  let level = [document];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
