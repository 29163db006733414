/** The data of a body's events, by the letter of WHATWG HTML, sections 9.2.5 and 9.2.6, and with no thought of speed. */
export function dataOf(body: string): string[] {
  const lines = body.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  // What follows the last line break is no line.
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
