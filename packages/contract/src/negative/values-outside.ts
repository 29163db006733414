import { isObject } from "../is-object.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The values on both sides of what a keyword allows. */
interface Sides {
  readonly inside: unknown;
  /** Empty if the keyword limits no value. */
  readonly outside: readonly unknown[];
}

/**
 * Returns values that a keyword refuses, each as near to its limit as a server can be expected to see.
 *
 * @param sample - a value that the schema accepts.
 */
export function valuesOutside(schema: Schema, keyword: string, sample: unknown): Sides {
  const stated = schema[keyword];
  const limit = Number(stated);
  switch (keyword) {
    case "type":
      return { inside: sample, outside: valuesOfOtherTypes([stated].flat(), sample) };
    case "enum":
    case "const":
      return { inside: sample, outside: textsLike(sample) };
    case "minimum":
      return { inside: limit, outside: numbersBeyond(limit, -1, schema) };
    case "maximum":
      return { inside: limit, outside: numbersBeyond(limit, 1, schema) };
    case "minLength":
      return { inside: "w".repeat(limit), outside: ["w".repeat(limit - 1)] };
    case "maxLength":
      return { inside: "w".repeat(limit), outside: ["w".repeat(limit + 1)] };
    case "minItems":
      return { inside: repeatItem(sample, limit), outside: [repeatItem(sample, limit - 1)] };
    case "maxItems":
      return { inside: repeatItem(sample, limit), outside: [repeatItem(sample, limit + 1)] };
    case "pattern":
      return { inside: sample, outside: textsLike(sample) };
    default:
      return { inside: sample, outside: [] };
  }
}

/**
 * Values of each type. Among them are those that programs take for none: false, 0, and what is empty. An integer's nearest
 * neighbor is a fraction.
 */
function valuesOfOtherTypes(types: readonly unknown[], sample: unknown): unknown[] {
  const values: readonly (readonly [type: string, values: readonly unknown[]])[] = [
    ["null", [null]],
    ["boolean", [true, false]],
    ["number", types.includes("integer") ? [Number(sample) + 0.5] : [1, 0]],
    // The text of a value is what a lenient parser takes for the value itself.
    ["string", [isObject(sample) ? "whale" : String(sample), ""]],
    ["array", [[sample], []]],
    ["object", [{}]],
  ];
  return values.filter(([type]) => !types.includes(type)).flatMap(([, values]) => values);
}

/**
 * Returns the nearest number beyond a limit that has another value even in 32 bits, and a number that has none in 32 bits.
 * An integer has only its neighbor, since a server that accepts a larger one may generate as much.
 */
function numbersBeyond(limit: number, direction: 1 | -1, { type }: Schema): number[] {
  if ([type].flat().includes("integer")) return [limit + direction];
  const step = Math.max(1, Math.abs(limit)) * 1e-6;
  return [limit + direction * step, direction * 1e300];
}

function repeatItem(sample: unknown, length: number): unknown[] {
  return Array(length).fill(Array.isArray(sample) ? sample[0] : undefined);
}

/** Texts that a pattern or comparison without anchors, case or ASCII takes for `sample`. */
function textsLike(sample: unknown): string[] {
  const text = String(sample);
  const fullWidth = text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  return ["", text.slice(1), text.slice(0, -1), `x${text}`, `${text}x`, text.toUpperCase(), fullWidth];
}
