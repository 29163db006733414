/** Finds events in lines and data that the standard ignores or joins. */
export interface FramingRepair {
  /** Returns the data in a line without a field of the standard, or undefined if it has none. */
  readLine(line: string): string | undefined;
  /** Returns whether the data of an event so far is all of it, so that another line of data begins the next one. */
  isWholeItem(data: string): boolean;
  /** Returns the data of an event without what proxies and servers put around it. */
  readData(data: string): string;
}

/**
 * Reads events that servers and proxies frame in other ways, if no doubt is left where they begin and end: JSON on consecutive
 * lines, with or without a field name, errors in a field of their own, and `[DONE]` in other spellings. The standard joins or
 * ignores such lines, and a part of the completion would be lost.
 */
export const framingRepair: FramingRepair = { readLine, isWholeItem, readData };

function readLine(line: string): string | undefined {
  // Data without a field name, or with one that is almost `data`. The white space may be a byte order mark, which a proxy leaves
  // where it joins two streams.
  if (/^\s*(?:data\s*:\s*)?(?:\{|\[DONE\]\s*$)/i.test(line)) return line;
  // llama.cpp sent errors like this until September 2025.
  return /^error:\s*\{/.test(line) ? `{"error":${line.slice("error:".length)}}` : undefined;
}

/** Some servers write a single line break between events. JSON that is written over several lines is whole on none of them. */
function isWholeItem(data: string): boolean {
  if (data === "[DONE]") return true;
  if (data[0] !== "{" || data.at(-1) !== "}" || data.includes("\n")) return false;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}

/** Removes a second `data:`, white space, and the brackets of `[DONE]`. A comment that a proxy has made data of becomes empty. */
function readData(data: string): string {
  if (data[0] === "{") return data;
  const text = data.replace(/^(?:\s*data\s*:)*/i, "").trim();
  if (text === "DONE" || text === "[DONE]") return "[DONE]";
  return text[0] === ":" ? "" : text;
}
