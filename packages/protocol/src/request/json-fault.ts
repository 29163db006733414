import { jsonGrammar } from "./json-grammar.ts";

/**
 * Finds the place where a text stops being the beginning of a JSON text (RFC 8259).
 *
 * `JSON.parse` does not help: only some JavaScript engines give a position, only in some messages, and they quote the text.
 *
 * @param json - the text in UTF-8.
 * @returns the place, in bytes, of the first character that no JSON text has there; the text's end if the text is only
 * incomplete; undefined if it is valid.
 */
export function findJsonFault(json: Uint8Array): number | undefined {
  const { table, states } = jsonGrammar();
  const { value, firstItem, firstName, name, end, fault, openList, close, comma } = states;
  // The characters that close the open lists and objects. A call stack would not do, because a body may nest deeper.
  const closings = new Uint8Array(json.length + 1);
  let depth = 0;
  let state = value;
  for (let at = 0; at < json.length; at += 1) {
    const code = json[at] ?? 0;
    const next = table[state * 256 + code] ?? fault;
    if (next < fault) {
      state = next;
    } else if (next === fault) {
      return at;
    } else if (next === close) {
      if (closings[depth] !== code) return at;
      depth -= 1;
      state = end;
    } else if (next === comma) {
      if (depth === 0) return at;
      state = closings[depth] === closeList ? value : name;
    } else {
      depth += 1;
      closings[depth] = next === openList ? closeList : closeObject;
      state = next === openList ? firstItem : firstName;
    }
  }
  const mayEnd = [end, states.zero, states.integer, states.fraction, states.power].includes(state);
  return depth === 0 && mayEnd ? undefined : json.length;
}

const closeList = 0x5d;
const closeObject = 0x7d;
