import type { Tree } from "../git/tree.ts";
import type { VersionCheck, VersionStep } from "../model/review.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import { checkChangesets } from "./check-changesets.ts";
import { checkDocumentVersion } from "./check-document-version.ts";

/** A document, and the tree that it was read from. */
export interface VersionedSide {
  readonly tree: Tree;
  readonly document: SpecDocument;
}

/**
 * Checks that `info.version` and the changesets go up as far as a change needs. Only the latter keep a change from being
 * merged: many documents get their version at a release.
 */
export async function checkVersions(
  base: VersionedSide,
  head: VersionedSide,
  needed: VersionStep,
): Promise<readonly VersionCheck[]> {
  if (needed === "none") return [];
  const documentCheck = checkDocumentVersion(base.document, head.document, needed);
  return [documentCheck, await checkChangesets(base.tree, head.tree, head.document.file, needed)].filter(
    (check) => check !== undefined,
  );
}

/** Says whether a check keeps a change from being merged. */
export function blocksMerge({ subject, isEnough }: VersionCheck): boolean {
  return !isEnough && subject !== "info.version";
}
