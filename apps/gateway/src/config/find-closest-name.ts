import { distance } from "fastest-levenshtein";

/** Returns the name that was probably meant, or undefined if no name is similar enough. Ignores case. */
export function findClosestName(written: string, names: readonly string[]): string | undefined {
  const candidates = names.map((name) => ({
    name,
    edits: distance(written.toLowerCase(), name.toLowerCase()),
  }));
  const [closest] = candidates.sort((a, b) => a.edits - b.edits);
  if (closest === undefined) return undefined;
  // Two letters that changed places are two edits. If only two letters remain, nothing similar is left.
  const most = Math.min(written.length - 2, Math.max(2, closest.name.length / 3));
  return closest.edits <= most ? closest.name : undefined;
}
