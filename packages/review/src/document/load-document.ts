import type { Tree } from "../git/tree.ts";
import { isJsonObject } from "../model/json.ts";
import type { Origin } from "../model/origin.ts";
import type { SourcePosition, SpecDocument } from "../model/spec-document.ts";
import { ReviewError } from "../review-error.ts";
import { bundleDocument } from "./bundle-document.ts";
import { followReference } from "./follow-reference.ts";
import { inlineReferences } from "./inline-references.ts";
import { loadSources, type Sources } from "./load-sources.ts";
import { joinPointer } from "./pointer.ts";
import { readReference } from "./references.ts";

/**
 * Loads an OpenAPI document of a revision or of the work tree. Anything that would keep a comparison from being right is
 * a {@link ReviewError} with the file and the line.
 *
 * @param file - path of the root file in the repository, with `/`.
 */
export async function loadDocument(tree: Tree, file: string): Promise<SpecDocument> {
  const cachedTree = cacheReads(tree);
  const sources = await loadSources(cachedTree, file);
  checkRoot(sources, file);
  const { root, definitions } = inlineReferences(sources, file);
  if (!isJsonObject(root)) throw new ReviewError(`${file} is not an object.`);
  return {
    revision: tree.name,
    file,
    root,
    definitions,
    bundle: await bundleDocument(cachedTree, file),
    locate: (origin, keyword) => locate(sources, origin, keyword),
  };
}

/** Redocly reads the same files again. */
function cacheReads(tree: Tree): Tree {
  const texts = new Map<string, Promise<string | undefined>>();
  return {
    ...tree,
    read(path) {
      const text = texts.get(path) ?? tree.read(path);
      texts.set(path, text);
      return text;
    },
  };
}

function checkRoot(sources: Sources, file: string): void {
  const source = sources.get(file);
  const root = source?.value;
  if (source === undefined || !isJsonObject(root)) {
    throw new ReviewError(`${file} is not an OpenAPI document: it is not an object.`);
  }
  const version = root.openapi ?? root.swagger;
  if (typeof version === "string" && /^3\.[12]\.\d+/.test(version)) return;
  const line = source.line(root.openapi === undefined ? "/swagger" : "/openapi");
  throw new ReviewError(
    version === undefined
      ? `${file} is not an OpenAPI document: it has no property "openapi".`
      : `${file}:${line}: OpenAPI ${version} is not supported. Convert the document to OpenAPI 3.1 or 3.2.`,
  );
}

function locate(sources: Sources, origin: Origin, keyword: string | undefined): SourcePosition {
  const pointerOf = (pointer: string) => (keyword === undefined ? pointer : joinPointer(pointer, keyword));
  const source = sources.get(origin.file);
  if (source === undefined) return { file: origin.file, line: 1 };
  const isReference = readReference(source.find(origin.pointer)) !== undefined;
  if (isReference && keyword !== undefined && source.find(pointerOf(origin.pointer)) === undefined) {
    const target = followReference(sources, { ...origin, kind: "other" });
    const targetSource = sources.get(target.file);
    if (targetSource?.find(pointerOf(target.pointer)) !== undefined) {
      return { file: target.file, line: targetSource.line(pointerOf(target.pointer)) };
    }
  }
  return { file: origin.file, line: source.line(pointerOf(origin.pointer)) };
}
