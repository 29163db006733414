import { skipSpace, skipString, skipValue } from "./json-scan.ts";
import { type JsonSource, sliceText } from "./json-source.ts";

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
 * @param source - a valid text. If it is not an object, there are none.
 */
export function* listMembers(source: JsonSource): Generator<JsonMember, undefined> {
  const { json } = source;
  let at = skipSpace(json, 0);
  if (json[at] !== 0x7b) return;
  do {
    at = skipSpace(json, at + 1);
    // An empty object.
    if (json[at] !== 0x22) return;
    const nameEnd = skipString(json, at);
    const name = readString(sliceText(source, at, nameEnd));
    const start = skipSpace(json, skipSpace(json, nameEnd) + 1);
    const end = skipValue(json, start);
    yield { name, start, end };
    at = skipSpace(json, end);
  } while (json[at] === 0x2c);
}

function readString(json: string): string {
  return json.includes("\\") ? JSON.parse(json) : json.slice(1, -1);
}
