/** Returns the data of a body's events. Follows WHATWG HTML, sections 9.2.5 and 9.2.6, to the letter; speed does not matter. */
export function dataOf(body: string): string[] {
  const lines = body.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  // The text after the last line break is not a line.
  lines.pop();
  const found: string[] = [];
  let buffer = "";
  for (const line of lines) {
    if (line === "") {
      if (buffer !== "") found.push(buffer.replace(/\n$/, ""));
      buffer = "";
      continue;
    }
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "data") buffer += `${value}\n`;
  }
  return found;
}
