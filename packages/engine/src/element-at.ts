/**
 * Returns the number at `index`. For loops that always stay inside the array, which the type checker cannot verify. The
 * innermost loops use `?? 0` instead, which is faster because each place reads only one kind of array.
 *
 * @throws RangeError if `index` is outside the array.
 */
export function elementAt(
  numbers: Uint8Array | Uint16Array | Uint32Array | Float64Array,
  index: number,
): number {
  const number = numbers[index];
  if (number === undefined) {
    throw new RangeError(`Index ${index} is outside an array of ${numbers.length} numbers.`);
  }
  return number;
}
