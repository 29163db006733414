/**
 * Returns whether a line is data without a field name, or with one that is almost `data`. No field of the standard begins like
 * this, so it would be ignored.
 */
export function isBareData(line: string): boolean {
  // The white space may be a byte order mark, which a proxy leaves where it joins two streams.
  return /^\s*(?:data\s*:\s*)?(?:\{|\[DONE\]\s*$)/i.test(line);
}

/** Returns whether a line has an error as a field of its own, as llama.cpp sent it until September 2025. */
export function isErrorField(line: string): boolean {
  return /^error:\s*\{/.test(line);
}

/**
 * Returns whether the data of an event so far is one line with all of an item, so that another line of data begins the next one:
 * some servers write a single line break between events. JSON that is written over several lines is whole on none of them.
 */
export function isWholeItem(data: string): boolean {
  if (data === "[DONE]") return true;
  if (data[0] !== "{" || data.at(-1) !== "}" || data.includes("\n")) return false;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}

/**
 * Removes from data what proxies and servers put around it: a second `data:`, white space, the brackets of `[DONE]`. A comment that a
 * proxy has made data of becomes empty.
 */
export function repairData(data: string): string {
  const text = data.replace(/^(?:\s*data\s*:)*/i, "").trim();
  if (text === "DONE" || text === "[DONE]") return "[DONE]";
  return text[0] === ":" ? "" : text;
}
