import { HttpError } from "../errors/http-error.ts";
import { otherError } from "../errors/other-error.ts";
import { parseExactly } from "./exact-numbers.ts";
import { findJsonFault } from "./json-fault.ts";
import { replaceLoneSurrogates } from "./well-formed.ts";

// One decoder serves all bodies: without `stream`, it keeps no state between them. The annotation lets bundlers drop it from
// programs that only read streams.
const utf8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true });

/** Options of {@link parseJsonBody}. */
export interface JsonBodyOptions {
  /**
   * True to keep numbers of extra parameters that `JSON.stringify` would write otherwise, such as 9007199254740993, 1e400 and
   * 1.0: they are then objects of `JSON.rawJSON`, which it writes as they were sent.
   */
  readonly keepsNumbers?: boolean;
}

/**
 * Parses a request's body as JSON in UTF-8 (RFC 8259). A byte order mark is ignored, as section 8.1 allows, because some
 * clients always send one. Lone surrogates become U+FFFD.
 *
 * @throws HttpError 422 `invalid_parameter` for a number of a known parameter that would be rounded to an integer, to 0 or to
 * infinity.
 * @throws HttpError 400 `invalid_json` if the body is empty, not UTF-8 or not JSON. The message gives the position of a
 * syntax error and quotes nothing, because prompts are private. A syntax error has no `cause` for the same reason: the
 * message of `JSON.parse` quotes the text.
 */
export function parseJsonBody(body: Uint8Array, { keepsNumbers = false }: JsonBodyOptions = {}): unknown {
  if (body.length === 0) {
    throw otherError("invalid_json", "The body is empty", { advice: "Send a JSON object with a `prompt`." });
  }
  let text: string;
  try {
    text = utf8.decode(body);
  } catch (cause) {
    throw otherError("invalid_json", "The body is not valid UTF-8", { advice: "Send JSON in UTF-8.", cause });
  }
  try {
    return parseExactly(replaceLoneSurrogates(text), keepsNumbers);
  } catch (thrown) {
    if (thrown instanceof HttpError) throw thrown;
    throw otherError("invalid_json", `The body is not valid JSON: ${describeFault(text)}`);
  }
}

function describeFault(text: string): string {
  const offset = findJsonFault(text);
  const lines = text.slice(0, offset).split("\n");
  const column = (lines.at(-1) ?? "").length + 1;
  const what = offset < text.length ? "unexpected character" : "unexpected end";
  return `${what} at line ${lines.length}, column ${column}`;
}
