import type { Tree } from "../git/tree.ts";
import { isJsonObject, type Json } from "../model/json.ts";
import { ReviewError } from "../review-error.ts";
import { type Child, childKind } from "./grammar.ts";
import { joinPointer } from "./pointer.ts";
import { type Place, parseReference, placeKey, readReference } from "./references.ts";
import { parseSourceFile, type SourceFile } from "./source-file.ts";

/** The files that a document consists of, by path. */
export type Sources = ReadonlyMap<string, SourceFile>;

/** A reference, and the file and line that a message about it begins with. */
interface Reference {
  readonly text: string;
  readonly source: SourceFile;
  readonly pointer: string;
  readonly target: Place;
}

/** Loads a document's root file and all files that it refers to, those that are needed at once together. */
export async function loadSources(tree: Tree, rootFile: string): Promise<Sources> {
  const text = await tree.read(rootFile);
  if (text === undefined) throw new ReviewError(`${rootFile} does not exist in ${tree.name}.`);
  const root = parseSourceFile(rootFile, text);
  const sources = new Map([[rootFile, root]]);
  const seen = new Set<string>();
  let found = listReferences(root, { file: rootFile, pointer: "", kind: "document" });
  while (found.length > 0) {
    const files = [...new Set(found.map(({ target }) => target.file))].filter((file) => !sources.has(file));
    const texts = await Promise.all(files.map((file) => tree.read(file)));
    for (const [index, file] of files.entries()) {
      const text = texts[index];
      if (text !== undefined) sources.set(file, parseSourceFile(file, text));
    }
    const next: Reference[] = [];
    for (const reference of found) {
      const source = sources.get(reference.target.file);
      if (source?.find(reference.target.pointer) === undefined) throw explainMissing(reference, source);
      const key = placeKey(reference.target);
      if (seen.has(key)) continue;
      seen.add(key);
      next.push(...listReferences(source, reference.target));
    }
    found = next;
  }
  return sources;
}

function explainMissing(
  { text, source, pointer, target }: Reference,
  file: SourceFile | undefined,
): ReviewError {
  const line = source.line(joinPointer(pointer, "$ref"));
  const reason =
    file === undefined ? `${target.file} does not exist` : `${file.path} has no ${target.pointer}`;
  return new ReviewError(`${source.path}:${line}: Cannot follow the reference ${text}: ${reason}.`);
}

function listReferences(source: SourceFile, place: Place): Reference[] {
  const references: Reference[] = [];
  /** `resource` is the innermost schema around that has an `$id`. */
  const visit = (value: Json, pointer: string, kind: Child, resource: string | undefined) => {
    if (kind === "literal" || typeof value !== "object" || value === null) return;
    if (kind === "schema") refuseKeyword(value, "$dynamicRef", source, pointer);
    const isResource = kind === "schema" && isJsonObject(value) && Object.hasOwn(value, "$id");
    const inner = isResource ? pointer : resource;
    const text = readReference(value);
    if (text !== undefined) {
      if (inner !== undefined) refuseKeyword(source.find(inner), "$id", source, inner);
      const target = { ...parseReference(text, source, pointer), kind };
      references.push({ text, source, pointer, target });
    }
    for (const [key, child] of Object.entries<Json>({ ...value })) {
      visit(child, joinPointer(pointer, key), childKind(kind, key), inner);
    }
  };
  visit(source.find(place.pointer) ?? null, place.pointer, place.kind, undefined);
  return references;
}

/**
 * `$dynamicRef`, and `$id` around references, change what references mean. To ignore them would compare something else
 * than what the spec says.
 */
function refuseKeyword(schema: Json | undefined, keyword: string, source: SourceFile, pointer: string): void {
  if (!isJsonObject(schema) || !Object.hasOwn(schema, keyword)) return;
  const line = source.line(joinPointer(pointer, keyword));
  throw new ReviewError(
    `${source.path}:${line}: ${keyword} is not supported. Use $ref with a path or a JSON pointer.`,
  );
}
