/** An entry of one or both of two maps, by its key. */
export type PairedEntry<Value> =
  | readonly [key: string, base: Value, head: Value]
  | readonly [key: string, base: Value, head: undefined]
  | readonly [key: string, base: undefined, head: Value];

/** Pairs the entries of two maps by their keys: those of the base first. */
export function pairEntries<Value>(
  base: ReadonlyMap<string, Value>,
  head: ReadonlyMap<string, Value>,
): readonly PairedEntry<Value>[] {
  const pairs = [...base].map(([key, value]): PairedEntry<Value> => {
    const other = head.get(key);
    return other === undefined ? [key, value, undefined] : [key, value, other];
  });
  const added = [...head].filter(([key]) => !base.has(key));
  return [...pairs, ...added.map(([key, value]): PairedEntry<Value> => [key, undefined, value])];
}
