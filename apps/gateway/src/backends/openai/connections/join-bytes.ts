/** Joins pieces of a body, without a copy if there is only one. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = pieces;
  return first !== undefined && others.length === 0 ? first : Buffer.concat(pieces);
}
