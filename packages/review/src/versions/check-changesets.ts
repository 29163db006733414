import { posix } from "node:path";
import type { Tree } from "../git/tree.ts";
import type { VersionCheck, VersionStep } from "../model/review.ts";
import { findSpecPackage, foldersAbove, parseObject } from "./find-spec-package.ts";
import { readChangeset } from "./read-changeset.ts";
import { parseSemanticVersion, reaches, stepAt } from "./version-step.ts";

/**
 * Checks that a changeset that the head adds takes the package of the spec as far as a change needs. Returns undefined if
 * the repository does not use changesets.
 */
export async function checkChangesets(
  base: Tree,
  head: Tree,
  file: string,
  needed: VersionStep,
): Promise<VersionCheck | undefined> {
  const folder = await findChangesetFolder(head, file);
  if (folder === undefined) return undefined;
  const specPackage = await findSpecPackage(head, file);
  const neededStep = stepAt(parseSemanticVersion(specPackage?.version ?? ""), needed);
  const names = await createNameFilter(head, folder, specPackage?.name);
  const forPackage = specPackage === undefined ? "" : ` for ${specPackage.name}`;

  let highest: { path: string; step: VersionStep } | undefined;
  for (const [path, text] of await listAdded(base, head, folder)) {
    const steps = readChangeset(text);
    if (steps === undefined) {
      return { subject: path, isEnough: false, sentence: `\`${path}\` is not a changeset.` };
    }
    for (const [name, step] of steps) {
      if (names(name) && (highest === undefined || !reaches(highest.step, step))) highest = { path, step };
    }
  }
  if (highest === undefined) {
    // There may be one for another package.
    const sentence = `No changeset${forPackage} was added, but the change needs a ${neededStep} one.`;
    return { subject: folder, isEnough: false, sentence };
  }
  const isEnough = reaches(highest.step, neededStep);
  const ending = isEnough ? "which is enough" : `but the change needs a ${neededStep} one${forPackage}`;
  const sentence = `\`${highest.path}\` is a ${highest.step} changeset, ${ending}.`;
  return { subject: highest.path, isEnough, sentence };
}

async function findChangesetFolder(tree: Tree, file: string): Promise<string | undefined> {
  for (const folder of foldersAbove(file)) {
    const changesets = posix.join(folder, ".changeset");
    if ((await tree.read(posix.join(changesets, "config.json"))) !== undefined) return changesets;
  }
  return undefined;
}

/** Lists the changesets that the head adds or changes, with their texts. */
async function listAdded(base: Tree, head: Tree, folder: string): Promise<[path: string, text: string][]> {
  const paths = (await head.list(folder)).filter((path) => /\/(?!README)[^/]+\.md$/i.test(path));
  const texts = await Promise.all(
    paths.map(async (path) => [path, await head.read(path), await base.read(path)] as const),
  );
  return texts.flatMap(([path, text, before]) =>
    text === undefined || text === before ? [] : [[path, text]],
  );
}

/** Returns a function that says whether a package always has the version of the spec's package. */
async function createNameFilter(
  tree: Tree,
  folder: string,
  name: string | undefined,
): Promise<(other: string) => boolean> {
  if (name === undefined) return () => true;
  const { fixed } = parseObject((await tree.read(posix.join(folder, "config.json"))) ?? "");
  const groups: readonly unknown[] = Array.isArray(fixed) ? fixed : [];
  const patterns = groups.flatMap((group) => {
    const globs = Array.isArray(group) ? group.filter((glob) => typeof glob === "string") : [];
    return globs.some((glob) => matches(glob, name)) ? globs : [];
  });
  return (other) => other === name || patterns.some((glob) => matches(glob, other));
}

function matches(glob: string, name: string): boolean {
  const pattern = glob.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
  return new RegExp(`^${pattern}$`).test(name);
}
