import { skipSpace, skipString, skipValue } from "./json-scan.ts";
import { decodeUtf8 } from "./utf8.ts";

/** A member of a JSON object, by the place of its value in the text. */
export interface JsonMember {
  /** With its escapes replaced. */
  readonly name: string;
  /** The place of the value's first byte. */
  readonly start: number;
  /** The place after its last one. A number or a word may include the white space that follows it. */
  readonly end: number;
}

/**
 * Lists the members of an object, in the order of the text: of several with one name, `JSON.parse` takes the last.
 *
 * @param json - a valid text in UTF-8. If it is not an object, there are none.
 */
export function* listMembers(json: Uint8Array): Generator<JsonMember, undefined> {
  let at = skipSpace(json, 0);
  if (json[at] !== 0x7b) return;
  do {
    at = skipSpace(json, at + 1);
    // An empty object.
    if (json[at] !== 0x22) return;
    const nameEnd = skipString(json, at);
    const name: string = JSON.parse(decodeUtf8(json, at, nameEnd));
    const start = skipSpace(json, skipSpace(json, nameEnd) + 1);
    const end = skipValue(json, start);
    yield { name, start, end };
    at = skipSpace(json, end);
  } while (json[at] === 0x2c);
}
