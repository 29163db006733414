import type { PromiseName } from "@completions-api/review";
import type { Break } from "./peer.ts";

/** The subject of a message, by words in its id or in the path to the changed place. The first that fits counts. */
const subjects: readonly [RegExp, readonly PromiseName[]][] = [
  [/itemSchema/i, ["stream", "types"]],
  [/operation-?id|components\/schemas/i, ["types"]],
  [/scope|oauth|flow/i, ["behaviour"]],
  [/default(?:-value)?-(?:changed|added|removed)|\/default$/, ["behaviour"]],
];

/**
 * Reads a message of a tool that knows no promises. What is about the wire may be about types too, since most tools do
 * not tell the two apart. The score gives them the benefit of the doubt.
 */
export function toBreak(message: string): Break {
  const [, promises] = subjects.find(([words]) => words.test(message)) ?? [];
  return { promises: promises ?? ["wire", "types"] };
}
