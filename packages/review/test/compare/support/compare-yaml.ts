import { parse, stringify } from "yaml";
import { compareDocuments, type DocumentComparison } from "../../../src/compare/compare-documents.ts";
import { loadDocument } from "../../../src/document/load-document.ts";
import type { Change } from "../../../src/model/change.ts";
import type { SpecDocument } from "../../../src/model/spec-document.ts";

/** Parts of an OpenAPI document. `operation` stands for `paths` with the one operation `POST /completions`. */
interface Parts {
  readonly [keyword: string]: unknown;
  readonly operation?: object;
}

/** Loads a document from text, or from its parts. */
function load(side: string, document: string | Parts): Promise<SpecDocument> {
  const text = typeof document === "string" ? document : stringify(complete(document));
  const read = async (path: string) => (path === "openapi.yaml" ? text : undefined);
  return loadDocument(
    { name: side, commit: undefined, read, list: async () => ["openapi.yaml"] },
    "openapi.yaml",
  );
}

/** Compares two documents. */
export async function compare(base: string | Parts, head: string | Parts): Promise<DocumentComparison> {
  return compareDocuments(await load("base", base), await load("head", head));
}

/** Compares two versions of the operation `POST /completions`, and returns the changes. */
export async function compareOperation(base: object, head: object): Promise<readonly Change[]> {
  return (await compare({ operation: base }, { operation: head })).changes;
}

/** Returns the effects of a change by promise, such as `{ wire: "broken" }`. */
export function effectsOf({ effects }: Change): Record<string, string> {
  return Object.fromEntries(Object.entries(effects).map(([promise, { effect }]) => [promise, effect]));
}

/** Parses YAML in flow style, which is shorter than JavaScript with its quotes. */
export function yaml(text: string): object {
  return parse(text);
}

function complete({ operation, ...parts }: Parts): object {
  const responses = { "200": { description: "Completed." } };
  return {
    openapi: "3.1.0",
    info: { title: "Completions", version: "1.0.0" },
    paths: operation === undefined ? {} : { "/completions": { post: { responses, ...operation } } },
    ...parts,
  };
}
