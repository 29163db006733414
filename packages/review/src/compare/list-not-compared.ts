import { type Child, childKind } from "../document/grammar.ts";
import type { Json } from "../model/json.ts";
import type { Comparison } from "./comparison.ts";

/** Parts of a document that the review does not compare, by their kind and keyword. */
const notCompared: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  document: { webhooks: "webhooks" },
  operation: { callbacks: "callbacks" },
  response: { links: "links" },
  mediaType: { encoding: "encodings of forms" },
  schema: {
    xml: "descriptions of XML",
    $recursiveRef: "recursive references of JSON Schema 2019-09",
  },
};

/** Says what the documents have that the review does not compare, a sentence each. */
export function listNotCompared({ base, head }: Comparison): readonly string[] {
  const found = new Set([...findIn(base.document.root), ...findIn(head.document.root)]);
  return [...found]
    .toSorted()
    .map(
      (name) => `The document has ${name}. The review does not compare them, only reports that they differ.`,
    );
}

function findIn(root: Json): ReadonlySet<string> {
  const found = new Set<string>();
  const visited = new Set<object>();
  const visit = (part: Json, kind: Child): void => {
    if (typeof part !== "object" || part === null || visited.has(part)) return;
    visited.add(part);
    const keywords = typeof kind === "string" ? (notCompared[kind] ?? {}) : {};
    for (const [key, child] of Object.entries(part)) {
      const name = Object.hasOwn(keywords, key) ? keywords[key] : undefined;
      if (name !== undefined && Object.keys(Object(child)).length > 0) found.add(name);
      visit(child, childKind(kind, key));
    }
  };
  visit(root, "document");
  return found;
}
