import { ReviewError } from "../review-error.ts";
import { tryGit } from "./run-git.ts";
import type { Revision } from "./tree.ts";

/** Finds the commit of a revision that a user names: a branch, a tag, an id or an expression such as `HEAD~2`. */
export async function findRevision(root: string, name: string): Promise<Revision> {
  const commit = await tryRevision(root, name);
  if (commit !== undefined) return { name, commit };
  const advice = (await isShallow(root))
    ? unshallow
    : "Check its spelling, and fetch it if it is on a server only.";
  throw new ReviewError(`The repository has no revision ${name}. ${advice}`);
}

/** Returns the id of a revision's commit, or undefined if there is none. A name can never be read as an option. */
export async function tryRevision(root: string, name: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const { exitCode, stdout } = await tryGit(root, args);
  return exitCode === 0 ? stdout.toString().trim() : undefined;
}

/** Advice for a repository that lacks a part of its history. */
export const unshallow =
  "The clone is shallow. Run `git fetch --unshallow`, or set `fetch-depth: 0` for actions/checkout.";

/** Says whether a repository lacks a part of its history. */
export async function isShallow(root: string): Promise<boolean> {
  const { stdout } = await tryGit(root, ["rev-parse", "--is-shallow-repository"]);
  return stdout.toString().trim() === "true";
}
