import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { withTemporaryFolder } from "../temporary-folder.ts";
import { runGit, splitAtNulls } from "./run-git.ts";
import type { Tree } from "./tree.ts";

const renames = ["diff", "--find-renames", "--diff-filter=R", "--name-status", "-z", "--no-ext-diff"];

/** Returns the path that a file of `head` has in `base`, through a rename, or undefined if the file is new. */
export async function findPreviousPath(
  root: string,
  base: Tree,
  head: Tree,
  file: string,
): Promise<string | undefined> {
  if ((await base.read(file)) !== undefined) return file;
  if (base.commit === undefined || (await head.read(file)) === undefined) return undefined;
  const output =
    head.commit === undefined
      ? await listRenamesOnDisk(root, base.commit, file)
      : await runGit(root, [...renames, base.commit, head.commit, "--"]);
  const parts = splitAtNulls(output);
  for (let index = 0; index + 2 < parts.length; index += 3) {
    if (parts[index + 2] === file) return parts[index + 1];
  }
  return undefined;
}

/**
 * Git looks for renames only among the files that it knows. A file that was moved without git is made known in a copy of
 * the index, so that the repository stays as it is.
 */
async function listRenamesOnDisk(root: string, base: string, file: string): Promise<Buffer> {
  return withTemporaryFolder("review-index-", async (folder) => {
    const index = (await runGit(root, ["rev-parse", "--git-path", "index"])).toString().trimEnd();
    const copy = join(folder, "index");
    await copyFile(resolve(root, index), copy);
    const options = { environment: { GIT_INDEX_FILE: copy } };
    await runGit(root, ["add", "--force", "--intent-to-add", "--", file], options);
    return runGit(root, [...renames, base, "--"], options);
  });
}
