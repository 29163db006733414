import { createCompletionRequestParameters } from "@completions-api/validators/openai";
import { unprocessableContent } from "../errors/unprocessable-content.ts";
import { createWrittenNumber, isWrittenNumber } from "./written-number.ts";

/**
 * Finds numbers that could be rounded to an integer, to 0 or to infinity: those with an exponent, or a point and 16 digits. Large
 * integers need no search, because the spec's limits are below them. The search is quick, because lists of tokens have neither
 * letters nor points.
 */
const mayBeRounded = /[eE](?<=\d.)|\.(?:\d{8}|(?<=\d{8}.))/;

/** Finds numbers that `JSON.stringify` may not write as they are, such as `1.0`, `-0` and 9007199254740993. */
const mayBeRewritten = /[eE](?<=\d.)|\.(?:\d{8}|(?<=\d{8}.)|\d*0(?!\d)|0{6})|-0|\d{16}/;

// Widened to strings, so that any name can be looked up.
const knownNames: ReadonlySet<string> = new Set(createCompletionRequestParameters);

/**
 * Parses JSON like `JSON.parse`, but refuses numbers of known parameters that would be rounded to an integer, to 0 or to
 * infinity.
 *
 * @param keepsNumbers - true to keep numbers of extra parameters as they were written, so that they can be sent on.
 * @throws SyntaxError like `JSON.parse`. HttpError 422 for the first number of a known parameter that would be rounded.
 */
export function parseExactly(text: string, keepsNumbers: boolean): unknown {
  const value: unknown = JSON.parse(text);
  const keepsAny = keepsNumbers && hasExtraParameters(value);
  if (!createWrittenNumber || !(keepsAny ? mayBeRewritten : mayBeRounded).test(text)) return value;
  const exact = restoreNumbers(value, text);
  return keepsAny ? exact : value;
}

function hasExtraParameters(value: unknown): value is object {
  if (!isObject(value)) return false;
  for (const name in value) if (!knownNames.has(name)) return true;
  return false;
}

function restoreNumbers(value: unknown, text: string): unknown {
  let exact: unknown;
  try {
    exact = JSON.parse(text, keepNumber as Parameters<typeof JSON.parse>[1]);
  } catch {
    // It is nested too deeply for a reviver, and also for every known parameter and every engine.
    return value;
  }
  if (!isObject(exact)) return value;
  for (const name of knownNames) {
    if (!Object.hasOwn(exact, name)) continue;
    refuseRounded(Reflect.get(exact, name), ["body", name]);
    Reflect.set(exact, name, Reflect.get(Object(value), name));
  }
  return exact;
}

function keepNumber(_: string, value: unknown, { source = "" }: { readonly source?: string }): unknown {
  return typeof value === "number" && JSON.stringify(value) !== source
    ? createWrittenNumber?.(source)
    : value;
}

function refuseRounded(value: unknown, loc: readonly string[]): void {
  if (isWrittenNumber(value)) {
    if (!isRounded(value.rawJSON)) return;
    const message = "must be a number that a 64-bit floating-point number can hold";
    throw unprocessableContent({ loc, value, message });
  }
  if (typeof value !== "object" || value === null) return;
  // A list may have 300,000 plain numbers.
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "object") refuseRounded(item, [...loc, key]);
  }
}

/**
 * Returns whether a number with a fraction or an exponent becomes another integer, or infinity. Other fractions are always the
 * nearest number there is. Other integers are left to the spec's limits, and tokens, which have none, to the engine: a token that
 * is large enough to be rounded is in no vocabulary.
 */
function isRounded(source: string): boolean {
  if (!/[.eE]/.test(source)) return false;
  const value = Number(source);
  if (!Number.isFinite(value)) return true;
  return Number.isInteger(value) && toDigits(source) !== toDigits(BigInt(value).toString());
}

/** Returns a number's significant digits and their power of ten: the same text for the same number, whatever its sign. */
function toDigits(source: string): string {
  const [mantissa = "", exponent = "0"] = source.replace(/^-/, "").split(/[eE]/);
  const [integer = "", fraction = ""] = mantissa.split(".");
  const digits = (integer + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  return (
    significant && `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
