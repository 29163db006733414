import type { Path } from "./mutation.ts";

/** A value in a printed document: the offsets of its first character, and of the one after its last. */
export interface PrintedPlace {
  readonly start: number;
  readonly end: number;
}

export interface PrintedJson {
  /** The same text as that of `JSON.stringify(document, null, 2)`. */
  readonly text: string;
  /** Finds a value, or the name of the property that has it. Undefined if the document has no such value. */
  readonly find: (path: Path, part: "name" | "value") => PrintedPlace | undefined;
}

/** Prints a document, and remembers where each value is. */
export function printJson(document: unknown): PrintedJson {
  const places = new Map<string, PrintedPlace>();
  let text = "";
  const print = (value: unknown, path: Path, indent: string): void => {
    const start = text.length;
    if (typeof value === "object" && value !== null) printMembers(value, path, indent);
    else text += JSON.stringify(value);
    places.set(keyOf(path, "value"), { start, end: text.length });
  };
  const printMembers = (holder: object, path: Path, indent: string): void => {
    const isList = Array.isArray(holder);
    const entries = Object.entries(holder);
    const inner = `${indent}  `;
    text += isList ? "[" : "{";
    for (const [index, [name, value]] of entries.entries()) {
      text += `${index > 0 ? "," : ""}\n${inner}`;
      const start = text.length;
      const place = [...path, isList ? index : name];
      if (!isList) {
        text += JSON.stringify(name);
        places.set(keyOf(place, "name"), { start, end: text.length });
        text += ": ";
      }
      print(value, place, inner);
    }
    if (entries.length > 0) text += `\n${indent}`;
    text += isList ? "]" : "}";
  };
  print(document, [], "");
  return { text, find: (path, part) => places.get(keyOf(path, part)) };
}

function keyOf(path: Path, part: string): string {
  return JSON.stringify([...path, part]);
}
