import { type JsonMember, listMembers } from "./json-members.ts";
import { type JsonSource, sliceText } from "./json-source.ts";
import { JsonText } from "./json-text.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Finds numbers that `JSON.stringify` may not write as they are, such as `1.0`, `-0` and 9007199254740993. */
const mayBeRewritten = /[eE](?<=\d.)|\.(?:\d{8}|(?<=\d{8}.)|\d*0(?!\d)|0{6})|-0|\d{16}/;

/**
 * Replaces values of a body's members by their texts: lists, objects, and numbers that `JSON.stringify` would write otherwise.
 * Other values are as small and as exact as their texts.
 *
 * @param body - the result of `JSON.parse`. It is changed.
 * @param source - what was parsed.
 * @param parsedNames - the names of the members that stay as they were parsed.
 */
export function keepTexts(body: unknown, source: JsonSource, parsedNames: ReadonlySet<string>): void {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return;
  const names: string[] = [];
  let numbersMayChange: boolean | undefined;
  for (const name in body) {
    if (parsedNames.has(name)) continue;
    const value: unknown = Reflect.get(body, name);
    if (typeof value === "number") {
      numbersMayChange ??= mayBeRewritten.test(source.text);
      if (numbersMayChange) names.push(name);
    } else if (typeof value === "object" && value !== null) {
      names.push(name);
    }
  }
  // Most requests have none.
  if (names.length === 0) return;
  const members = new Map<string, JsonMember>();
  for (const member of listMembers(source)) members.set(member.name, member);
  for (const name of names) {
    const { start, end } = members.get(name) ?? { start: 0, end: 0 };
    const value: unknown = Reflect.get(body, name);
    if (typeof value === "number" && String(value) === sliceText(source, start, end).trimEnd()) continue;
    Reflect.set(body, name, new JsonText(copyText(source, start, end).trimEnd()));
  }
}

/** JavaScript engines copy shorter slices. Longer ones keep the whole text in memory. */
const longSlice = 13;

function copyText(source: JsonSource, start: number, end: number): string {
  return end - start < longSlice ? sliceText(source, start, end) : decodeUtf8(source.json, start, end);
}
