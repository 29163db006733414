import { runGit, splitAtNulls } from "./run-git.ts";
import type { Tree } from "./tree.ts";

/** Returns the path that a file of `head` has in `base`, through a rename, or undefined if the file is new. */
export async function findPreviousPath(
  root: string,
  base: Tree,
  head: Tree,
  file: string,
): Promise<string | undefined> {
  if ((await base.read(file)) !== undefined) return file;
  if (base.commit === undefined) return undefined;
  const args = ["diff", "--find-renames", "--diff-filter=R", "--name-status", "-z", "--no-ext-diff"];
  const commits = head.commit === undefined ? [base.commit] : [base.commit, head.commit];
  const parts = splitAtNulls(await runGit(root, [...args, ...commits, "--"]));
  for (let index = 0; index + 2 < parts.length; index += 3) {
    if (parts[index + 2] === file) return parts[index + 1];
  }
  return undefined;
}
