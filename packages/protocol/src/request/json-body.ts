import type { HttpError } from "../errors/http-error.ts";
import { otherError } from "../errors/other-error.ts";
import { findJsonFault } from "./json-fault.ts";
import { excessError, findExcess, limitParameters } from "./json-limits.ts";
import { keepTexts } from "./json-texts.ts";
import { refuseRounded } from "./rounded-numbers.ts";
import { decodeUtf8, withoutByteOrderMark } from "./utf8.ts";
import { mayHaveLoneSurrogate, replaceLoneSurrogates } from "./well-formed.ts";

const lineFeed = 0x0a;

/** Options of {@link parseJsonBody}. */
export interface JsonBodyOptions {
  /**
   * The names of the parameters to parse. The value of another one is a {@link JsonText} if it is a list, an object, or a number
   * that `JSON.stringify` would write otherwise, such as 9007199254740993, 1e400 and 1.0. By default everything is parsed.
   */
  readonly parsedNames?: ReadonlySet<string>;
}

/**
 * Parses a request's body as JSON in UTF-8 (RFC 8259). A byte order mark is ignored, as section 8.1 allows, because some
 * clients always send one. Lone surrogates become U+FFFD.
 *
 * @throws HttpError 400 `invalid_json` if the body is empty, not UTF-8 or not JSON. The message gives the position of a
 * syntax error and quotes nothing, because prompts are private. A syntax error has no `cause` for the same reason: the
 * message of `JSON.parse` quotes the text.
 * @throws HttpError 422 `invalid_parameter` for a number of a known parameter that would be rounded to an integer, to 0 or to
 * infinity.
 * @throws HttpError 422 for a body with more than 1,024 parameters, and for one over 64 KiB with more than 32,768 texts, lists and
 * objects, or 4,096 levels of nesting. It is refused before it is parsed, because then it would take many times its bytes.
 */
export function parseJsonBody(body: Uint8Array, { parsedNames }: JsonBodyOptions = {}): unknown {
  if (body.length === 0) {
    throw otherError("invalid_json", "The body is empty", { advice: "Send a JSON object with a `prompt`." });
  }
  let json = withoutByteOrderMark(body);
  let text = decode(json);
  const excess = findExcess(json);
  if (excess) throw syntaxError(json) ?? excessError({ json, text }, excess);
  if (mayHaveLoneSurrogate(text)) {
    json = replaceLoneSurrogates(json);
    text = decode(json);
  }
  const value = parse(text, json);
  limitParameters(value, { json, text });
  refuseRounded({ json, text });
  if (parsedNames) keepTexts(value, { json, text }, parsedNames);
  return value;
}

function decode(json: Uint8Array): string {
  try {
    return decodeUtf8(json);
  } catch (cause) {
    throw otherError("invalid_json", "The body is not valid UTF-8", { advice: "Send JSON in UTF-8.", cause });
  }
}

function parse(text: string, json: Uint8Array): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw syntaxError(json) ?? thrown;
  }
}

/** Creates the error for a text that is not JSON. Returns undefined if it is. */
function syntaxError(json: Uint8Array): HttpError | undefined {
  const place = findJsonFault(json);
  if (place === undefined) return undefined;
  const problem = place < json.length ? "unexpected character" : "unexpected end";
  return otherError(
    "invalid_json",
    `The body is not valid JSON: ${problem} at ${describePlace(json, place)}`,
  );
}

/** Describes a place as editors do, which count lines and UTF-16 code units from 1. */
function describePlace(json: Uint8Array, place: number): string {
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < place; at += 1) {
    if (json[at] !== lineFeed) continue;
    line += 1;
    lineStart = at + 1;
  }
  return `line ${line}, column ${decodeUtf8(json, lineStart, place).length + 1}`;
}
