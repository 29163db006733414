/** Formats in a word if a server has a capability. */
export function formatFound(found: boolean | undefined): string {
  if (found === undefined) return "unknown";
  return found ? "yes" : "no";
}
