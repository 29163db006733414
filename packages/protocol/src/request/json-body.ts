import { otherError } from "../errors/other-error.ts";
import { findJsonFault } from "./json-fault.ts";

/** Keeps nothing between two bodies. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses a request's body as JSON in UTF-8 (RFC 8259). A byte order mark is ignored, as section 8.1 allows: some clients
 * cannot leave it out.
 *
 * @throws HttpError 400 `invalid_json` where it is empty, not UTF-8 or not JSON. The message says where, and quotes
 * nothing: prompts are private. For the same reason it has no `cause`, as the engine's own message quotes.
 */
export function parseJsonBody(body: Uint8Array): unknown {
  if (body.length === 0) {
    throw otherError("invalid_json", "The body is empty. Send a JSON object with a `prompt`.");
  }
  let text: string;
  try {
    text = utf8.decode(body);
  } catch (cause) {
    throw otherError("invalid_json", "The body is not UTF-8. Send JSON in UTF-8.", { cause });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw otherError("invalid_json", `The body is not JSON: ${describeFault(text)}. Mend it and try again.`);
  }
}

function describeFault(text: string): string {
  const offset = findJsonFault(text);
  const lines = text.slice(0, offset).split("\n");
  const column = (lines.at(-1) ?? "").length + 1;
  const what = offset < text.length ? "an unexpected character" : "an unexpected end";
  return `${what} at line ${lines.length}, column ${column}`;
}
