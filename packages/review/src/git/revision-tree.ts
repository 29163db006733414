import { ReviewError } from "../review-error.ts";
import { decodeText } from "./decode-text.ts";
import { readBlobs } from "./read-blobs.ts";
import { runGit, splitAtNulls } from "./run-git.ts";
import type { Revision, Tree } from "./tree.ts";

interface Wish {
  readonly path: string;
  readonly resolve: (bytes: Buffer | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Creates the tree of a commit. Reads that are asked for at the same time share one run of git. */
export function createRevisionTree(root: string, { name, commit }: Revision): Tree {
  let wishes: Wish[] = [];
  const readAll = async () => {
    const batch = wishes;
    wishes = [];
    try {
      const paths = batch.map(({ path }) => path);
      const blobs = await readBlobs(root, commit, paths);
      for (const [index, { resolve }] of batch.entries()) resolve(blobs[index]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return {
    name,
    commit,
    async read(path) {
      // Git takes one name per line.
      if (/[\n\0]/.test(path)) return undefined;
      const bytes = await new Promise<Buffer | undefined>((resolve, reject) => {
        if (wishes.length === 0) setImmediate(readAll);
        wishes.push({ path, resolve, reject });
      });
      if (bytes !== undefined) return decodeText(bytes, `${path} in ${name}`);
      await refuseSubmodule(root, commit, path);
      return undefined;
    },
    async list(folder = "") {
      const args = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit];
      const paths = folder === "" ? [] : ["--", `${folder.replace(/\/$/, "")}/`];
      return splitAtNulls(await runGit(root, [...args, ...paths])).toSorted();
    },
  };
}

/** A commit contains only the ids of its submodules' commits, so their files cannot be read from it. */
async function refuseSubmodule(root: string, commit: string, path: string): Promise<void> {
  const parts = path.split("/");
  const folders = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
  if (folders.length === 0) return;
  const entries = await runGit(root, ["ls-tree", "-z", "--full-tree", commit, "--", ...folders]);
  const entry = splitAtNulls(entries).find((line) => line.startsWith("160000 "));
  if (entry === undefined) return;
  const folder = entry.slice(entry.indexOf("\t") + 1);
  throw new ReviewError(`${path} is in the submodule ${folder}. Run the review in ${folder}.`);
}
