import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { type Child, childKind, type Kind } from "./grammar.ts";

const texts = new Set(["title", "summary", "description", "$comment", "example", "examples", "externalDocs"]);

/** Targets of references are shared, so that a document is much larger as a text than in memory. */
const results = new WeakMap<JsonObject, Map<string, Json>>();

/**
 * Returns a part of a document without texts and examples, and with sorted keys. A property or a header may have the
 * name of a text, and stays. Extensions stay, too: only their authors know what is a text in them.
 */
export function withoutTexts(part: Json, kind: Child): Json {
  if (!isJsonObject(part)) {
    return Array.isArray(part) ? part.map((item) => withoutTexts(item, childKind(kind, "0"))) : part;
  }
  const known = results.get(part) ?? new Map<string, Json>();
  results.set(part, known);
  const kindKey = JSON.stringify(kind);
  const result = known.get(kindKey) ?? removeTexts(part, kind);
  known.set(kindKey, result);
  return result;
}

/** Says whether a keyword of a part of some kind is only for people. */
export function isTextKeyword(kind: Child, key: string): boolean {
  return typeof kind === "string" && !kindsWithoutTexts.has(kind) && texts.has(key);
}

const kindsWithoutTexts: ReadonlySet<Kind> = new Set(["literal", "other"]);

function removeTexts(part: JsonObject, kind: Child): Json {
  const entries = Object.entries(part)
    .filter(([key]) => !isTextKeyword(kind, key))
    .map(([key, child]) => [key, withoutTexts(child, childKind(kind, key))] as const);
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
