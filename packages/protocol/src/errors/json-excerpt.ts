import { JsonText } from "../request/json-text.ts";

/**
 * Returns the first 256 characters (Unicode code points) of a value's JSON text; `null` if the value is undefined.
 *
 * JSON.stringify and a cut would not do: they would write out megabytes only to discard them, and 10,000 nested arrays
 * overflow the stack.
 */
export function jsonExcerpt(value: unknown): string {
  const length = 256;
  // A character has at most two UTF-16 code units. Each level of nesting writes at least one, so this also limits the
  // recursion.
  const enough = 2 * length;
  let text = "";

  function write(value: unknown): void {
    if (value instanceof JsonText) {
      text += value.text.slice(0, enough);
    } else if (typeof value === "string") {
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
      let separator = "";
      // Listing all properties would take most of the time for a large object. None is inherited from a prototype with properties.
      for (const name in value) {
        if (text.length > enough) return;
        text += separator;
        separator = ",";
        write(name);
        text += ":";
        write(Reflect.get(value, name));
      }
      text += "}";
    } else {
      text += JSON.stringify(value) ?? "null";
    }
  }

  write(value);
  return Array.from(text).slice(0, length).join("");
}
