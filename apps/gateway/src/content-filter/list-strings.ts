/**
 * Lists the strings of a JSON text, names of members included, without parsing the rest: lists and objects would take many times
 * the memory of the text.
 *
 * @param json - a valid text.
 */
export function* listStrings(json: string): Generator<string, void, void> {
  for (let start = json.indexOf('"'); start >= 0; ) {
    const end = findEnd(json, start + 1);
    const written = json.slice(start + 1, end);
    yield written.includes("\\") ? JSON.parse(`"${written}"`) : written;
    start = json.indexOf('"', end + 1);
  }
}

/** Finds the quotation mark that ends a string: the first one with an even number of backslashes before it. */
function findEnd(json: string, start: number): number {
  let end = json.indexOf('"', start);
  while (isEscaped(json, start, end)) end = json.indexOf('"', end + 1);
  return end;
}

function isEscaped(json: string, start: number, end: number): boolean {
  let at = end;
  while (at > start && json.charCodeAt(at - 1) === 0x5c) at -= 1;
  return (end - at) % 2 === 1;
}
