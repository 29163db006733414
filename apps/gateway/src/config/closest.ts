/** The name that was probably meant, where one is near enough to what was written. */
export function findClosest(written: string, names: Iterable<string>): string | undefined {
  const distances = Array.from(names, (name) => ({ name, distance: editDistance(written, name) }));
  const [closest] = distances.sort((a, b) => a.distance - b.distance);
  if (closest === undefined) return undefined;
  // Two letters that have changed places are two edits.
  const limit = Math.min(written.length - 2, Math.max(2, closest.name.length / 3));
  return closest.distance <= limit ? closest.name : undefined;
}

/** How many letters have to be added, removed or replaced to make one word of another, in any case (Levenshtein's). */
function editDistance(from: string, to: string): number {
  const [source, target] = [from.toLowerCase(), to.toLowerCase()];
  let distances = Array.from({ length: target.length + 1 }, (_, index) => index);
  for (let row = 1; row <= source.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= target.length; column += 1) {
      const replaced = at(distances, column - 1) + (source[row - 1] === target[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, at(distances, column) + 1, at(next, column - 1) + 1));
    }
    distances = next;
  }
  return at(distances, target.length);
}

function at(distances: readonly number[], index: number): number {
  return distances[index] ?? Number.POSITIVE_INFINITY;
}
