/**
 * The number at `index`, for loops that stay inside an array, which the type checker cannot see.
 *
 * @throws RangeError where the array ends before `index`.
 */
export function at(numbers: Uint16Array | Uint32Array | Float64Array, index: number): number {
  const number = numbers[index];
  if (number === undefined) {
    throw new RangeError(`There is no index ${index} among ${numbers.length} numbers.`);
  }
  return number;
}
