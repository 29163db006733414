import { ReviewError } from "../review-error.ts";
import { findRevision, isShallow, tryRevision, unshallow } from "./find-revision.ts";
import { tryGit } from "./run-git.ts";
import type { Revision } from "./tree.ts";

/**
 * Finds the commit where a revision left the default branch. On the default branch itself that is the last commit that
 * was pushed or, without a remote repository, the last commit.
 */
export async function findDefaultBase(root: string, headName: string): Promise<Revision> {
  if ((await tryRevision(root, "HEAD")) === undefined) {
    throw new ReviewError(`The repository ${root} has no commit to compare with. Commit the spec first.`);
  }
  const head = await findRevision(root, headName);
  const branch = await findDefaultBranch(root);
  const { exitCode, stdout } = await tryGit(root, ["merge-base", "--", head.commit, branch.commit]);
  if (exitCode !== 0) {
    const advice = (await isShallow(root)) ? unshallow : "Name a base with --base.";
    throw new ReviewError(`${headName} and ${branch.name} have no common commit. ${advice}`);
  }
  const commit = stdout.toString().trim();
  return commit === branch.commit ? branch : { name: `${branch.name} at ${commit.slice(0, 9)}`, commit };
}

async function findDefaultBranch(root: string): Promise<Revision> {
  const { exitCode, stdout } = await tryGit(root, ["rev-parse", "--abbrev-ref", "origin/HEAD"]);
  const remote = exitCode === 0 ? [stdout.toString().trim()] : [];
  for (const name of [...remote, "origin/main", "origin/master", "main", "master"]) {
    const commit = await tryRevision(root, name);
    if (commit !== undefined) return { name, commit };
  }
  const advice = (await isShallow(root)) ? unshallow : "Name a base with --base.";
  throw new ReviewError(`The repository ${root} has no branch main or master. ${advice}`);
}
