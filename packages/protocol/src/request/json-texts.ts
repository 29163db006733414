import { type JsonMember, listMembers } from "./json-members.ts";
import { JsonText } from "./json-text.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Finds numbers that `JSON.stringify` may not write as they are, such as `1.0`, `-0` and 9007199254740993. */
const mayBeRewritten = /[eE](?<=\d.)|\.(?:\d{8}|(?<=\d{8}.)|\d*0(?!\d)|0{6})|-0|\d{16}/;

/** The texts to keep of a body. */
export interface KeptTexts {
  /** The names of the members to keep as they were parsed. */
  readonly parsedNames: readonly string[];
  /** The body in UTF-8. */
  readonly json: Uint8Array;
  /** The same body. */
  readonly text: string;
}

/**
 * Replaces values of a body's members by their texts: lists, objects, and numbers that `JSON.stringify` would write otherwise.
 * Other values are as small and as exact as their texts.
 *
 * @param body - the result of `JSON.parse`. It is changed.
 */
export function keepTexts(body: unknown, { parsedNames, json, text }: KeptTexts): void {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return;
  const mayChange = (name: string): boolean => {
    const value: unknown = Reflect.get(body, name);
    return typeof value === "number"
      ? mayBeRewritten.test(text)
      : typeof value === "object" && value !== null;
  };
  const names = Object.keys(body).filter((name) => !parsedNames.includes(name) && mayChange(name));
  // Most requests have none.
  if (names.length === 0) return;
  const members = new Map<string, JsonMember>();
  for (const member of listMembers(json)) members.set(member.name, member);
  for (const name of names) {
    const { start, end } = members.get(name) ?? { start: 0, end: 0 };
    const written = decodeUtf8(json, start, end).trimEnd();
    const value: unknown = Reflect.get(body, name);
    if (typeof value === "number" && String(value) === written) continue;
    Reflect.set(body, name, new JsonText(written));
  }
}
