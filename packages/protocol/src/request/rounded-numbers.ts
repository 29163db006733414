import { createCompletionRequestParameters } from "@completions-api/validators/openai";
import { unprocessableContent } from "../errors/unprocessable-content.ts";
import { type JsonMember, listMembers } from "./json-members.ts";
import { findPath } from "./json-path.ts";
import { skipString } from "./json-scan.ts";
import type { JsonSource } from "./json-source.ts";
import { JsonText } from "./json-text.ts";

/**
 * Finds numbers that could be rounded to an integer, to 0 or to infinity: those with an exponent, or a point and 16 digits. Large
 * integers need no search, because the spec's limits are below them. The search is quick, because lists of tokens have neither
 * letters nor points.
 */
const mayBeRounded = /[eE](?<=\d.)|\.(?:\d{8}|(?<=\d{8}.))/;

// Widened to strings, so that any name can be looked up.
const knownNames: readonly string[] = createCompletionRequestParameters;

/**
 * Refuses numbers of known parameters that would be rounded to an integer, to 0 or to infinity.
 *
 * @param source - valid JSON.
 * @throws HttpError 422 for the first one.
 */
export function refuseRounded(source: JsonSource): void {
  const { json, text } = source;
  if (!mayBeRounded.test(text)) return;
  const members = new Map<string, JsonMember>();
  for (const member of listMembers(source)) {
    if (knownNames.includes(member.name)) members.set(member.name, member);
  }
  for (const name of knownNames) {
    const member = members.get(name);
    const rounded = member && findRounded(json, member);
    if (!rounded) continue;
    throw unprocessableContent({
      loc: ["body", name, ...findPath(json, member.start, rounded.start)],
      value: new JsonText(rounded.written),
      message: "must be a number that a 64-bit floating-point number can hold",
    });
  }
}

// One byte of the text becomes one character, so the places of numbers stay the same.
const singleBytes = /* @__PURE__ */ new TextDecoder("latin1");

function findRounded(
  json: Uint8Array,
  { start, end }: JsonMember,
): { readonly start: number; readonly written: string } | undefined {
  // Decoding each number by itself would take most of the time.
  let text: string | undefined;
  for (let at = start; at < end; at += 1) {
    const code = json[at];
    if (code === 0x22) {
      at = skipString(json, at) - 1;
    } else if (isPartOfInteger(code)) {
      const numberStart = at;
      let exponentStart = Number.POSITIVE_INFINITY;
      for (; isPartOfInteger(json[at]) || isPartOfFraction(json[at]); at += 1) {
        if (isExponent(json[at])) exponentStart = at;
      }
      // Most numbers need no further work.
      if (at - numberStart <= neverRoundedLength && at - exponentStart <= shortExponent) continue;
      text ??= singleBytes.decode(json.subarray(start, end));
      const written = text.slice(numberStart - start, at - start);
      if (isRounded(written)) return { start: numberStart, written };
    }
  }
  return undefined;
}

/** A digit or `-`. */
function isPartOfInteger(code: number | undefined): boolean {
  return code !== undefined && ((code >= 0x30 && code <= 0x39) || code === 0x2d);
}

/** `.`, `+`, `E` or `e`. */
function isPartOfFraction(code: number | undefined): boolean {
  return code === 0x2e || code === 0x2b || isExponent(code);
}

/** `E` or `e`. */
function isExponent(code: number | undefined): boolean {
  return code === 0x45 || code === 0x65;
}

/** The length of an exponent of two digits, with its `e`: too small for 0 and infinity. */
const shortExponent = 3;

/** A number that is written with this length has 15 digits at most, which a 64-bit floating-point number always tells apart. */
const neverRoundedLength = 16;

/**
 * Returns whether a number with a fraction or an exponent becomes another integer, or infinity. Other fractions are always the
 * nearest number there is. Other integers are left to the spec's limits, and tokens, which have none, to the engine: a token that
 * is large enough to be rounded is in no vocabulary.
 */
function isRounded(written: string): boolean {
  const value = Number(written);
  if (!Number.isFinite(value)) return true;
  if (!Number.isInteger(value)) return false;
  if (value === 0) return /^[^eE]*[1-9]/.test(written);
  if (written.length <= neverRoundedLength) return false;
  const { digits, power } = normalize(written);
  if (!Number.isSafeInteger(value)) return power < 0;
  const rounded = normalize(String(value));
  return digits !== rounded.digits || power !== rounded.power;
}

/** Returns a number's significant digits, and the power of ten to multiply them by; its sign is left out. */
function normalize(written: string): { readonly digits: string; readonly power: number } {
  const [mantissa = "", exponent = "0"] = written.replace("-", "").split(/[eE]/);
  const [integer = "", fraction = ""] = mantissa.split(".");
  const all = (integer + fraction).replace(/^0+/, "");
  const digits = all.replace(/0+$/, "");
  return { digits, power: Number(exponent) - fraction.length + all.length - digits.length };
}
