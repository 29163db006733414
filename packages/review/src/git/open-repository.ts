import { realpath } from "node:fs/promises";
import { ReviewError } from "../review-error.ts";
import { findChangedLines } from "./find-changed-lines.ts";
import { findDefaultBase } from "./find-default-base.ts";
import { findPreviousPath } from "./find-previous-path.ts";
import { findRevision } from "./find-revision.ts";
import { createRevisionTree } from "./revision-tree.ts";
import { tryGit } from "./run-git.ts";
import type { Revision, Tree } from "./tree.ts";
import { createWorkTree } from "./work-tree.ts";

/** A git repository with a work tree. All paths are from its root, with `/`. */
export interface Repository {
  /** The folder of the work tree. */
  readonly root: string;
  /** The path of the folder that was opened: empty for the root, otherwise with a final `/`. */
  readonly prefix: string;
  /** Finds the commit where `head`, by default `HEAD`, left the default branch. */
  defaultBase(head?: string): Promise<Revision>;
  /** Returns the files of a revision. */
  revision(revision: string | Revision): Promise<Tree>;
  /** Returns the files on disk. */
  worktree(): Tree;
  /** Returns the path that a file of `head` has in `base`, through a rename, or undefined if the file is new. */
  previousPath(base: Tree, head: Tree, file: string): Promise<string | undefined>;
  /** Returns the numbers of a file's lines in `head` that `base` does not have. */
  changedLines(base: Tree, head: Tree, file: string): Promise<ReadonlySet<number>>;
}

/** Opens the git repository that contains a folder. */
export async function openRepository(folder: string): Promise<Repository> {
  const result = await tryGit(folder, ["rev-parse", "--show-toplevel", "--show-prefix"]);
  if (result.exitCode !== 0) {
    throw new ReviewError(`${folder} is not in a git repository with a work tree: ${result.stderr}`);
  }
  const [topLevel = "", prefix = ""] = result.stdout.toString().split("\n");
  const root = await realpath(topLevel);
  return {
    root,
    prefix,
    defaultBase: (head = "HEAD") => findDefaultBase(root, head),
    async revision(revision) {
      const found = typeof revision === "string" ? await findRevision(root, revision) : revision;
      return createRevisionTree(root, found);
    },
    worktree: () => createWorkTree(root),
    previousPath: (base, head, file) => findPreviousPath(root, base, head, file),
    async changedLines(base, head, file) {
      const baseFile = (await findPreviousPath(root, base, head, file)) ?? file;
      return findChangedLines(root, base, head, file, baseFile);
    },
  };
}
