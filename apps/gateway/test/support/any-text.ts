import fc, { type ArrayConstraints } from "fast-check";

/** The number of surrogates, which follow U+D7FF. */
const surrogates = 0x800;

const character = fc
  .nat({ max: 0x10_ffff - surrogates })
  .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + surrogates));

/**
 * Generates texts of any characters. `fc.string` with `unit: "binary"` does so, too, but first makes a map of all of them, which takes
 * longer than most tests.
 */
export function anyText(
  constraints?: Pick<ArrayConstraints, "minLength" | "maxLength">,
): fc.Arbitrary<string> {
  return fc.array(character, constraints).map((characters) => characters.join(""));
}
