/**
 * The first 256 characters (Unicode code points) of `value`'s JSON text; `null` where it is undefined.
 *
 * Not JSON.stringify and a cut: a value of megabytes would be written out only to be thrown away, and 10,000 nested
 * arrays overflow the stack.
 */
export function jsonExcerpt(value: unknown): string {
  const length = 256;
  // A character is at most two UTF-16 units. Each level of nesting writes one, so this bounds the recursion, too.
  const enough = 2 * length;
  let text = "";

  function write(value: unknown): void {
    if (typeof value === "string") {
      text += JSON.stringify(value.slice(0, enough));
    } else if (Array.isArray(value)) {
      text += "[";
      for (const [index, item] of value.entries()) {
        if (text.length > enough) return;
        if (index > 0) text += ",";
        write(item);
      }
      text += "]";
    } else if (typeof value === "object" && value !== null) {
      text += "{";
      for (const [index, [name, item]] of Object.entries(value).entries()) {
        if (text.length > enough) return;
        if (index > 0) text += ",";
        write(name);
        text += ":";
        write(item);
      }
      text += "}";
    } else {
      text += JSON.stringify(value) ?? "null";
    }
  }

  write(value);
  return Array.from(text).slice(0, length).join("");
}
