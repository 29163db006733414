/** A dispatched event. */
export interface DispatchedEvent {
  /** The event's type; empty if it has none. */
  readonly name: string;
  readonly data: string;
}

/** Returns a body's events. Follows WHATWG HTML, sections 9.2.5 and 9.2.6, to the letter; speed does not matter. */
export function dispatchedEvents(body: string): DispatchedEvent[] {
  const lines = body.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  // The text after the last line break is not a line.
  lines.pop();
  const found: DispatchedEvent[] = [];
  let buffer = "";
  let name = "";
  for (const line of lines) {
    if (line === "") {
      if (buffer !== "") found.push({ name, data: buffer.replace(/\n$/, "") });
      buffer = "";
      name = "";
      continue;
    }
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "data") buffer += `${value}\n`;
    if (field === "event") name = value;
  }
  return found;
}
