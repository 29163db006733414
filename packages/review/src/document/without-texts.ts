import { isJsonObject, type Json } from "../model/json.ts";
import { type Child, childKind } from "./grammar.ts";

const texts = new Set(["title", "summary", "description", "$comment", "example", "examples", "externalDocs"]);

/**
 * Returns a part of a document without texts and examples, and with sorted keys. A property or a header may have the
 * name of a text, and stays. Extensions stay, too: only their authors know what is a text in them.
 */
export function withoutTexts(part: Json, kind: Child): Json {
  if (!isJsonObject(part)) {
    return Array.isArray(part) ? part.map((item) => withoutTexts(item, childKind(kind, "0"))) : part;
  }
  const mayHaveTexts = typeof kind === "string" && kind !== "literal" && kind !== "other";
  const entries = Object.entries(part)
    .filter(([key]) => !(mayHaveTexts && texts.has(key)))
    .map(([key, child]) => [key, withoutTexts(child, childKind(kind, key))] as const);
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
