import { existsSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { ReviewError } from "../review-error.ts";
import { decodeText } from "./decode-text.ts";
import { runGit, splitAtNulls } from "./run-git.ts";
import type { Tree } from "./tree.ts";

/** Creates the tree of the files on disk, whether git knows them or not. */
export function createWorkTree(root: string): Tree {
  return {
    name: "the work tree",
    commit: undefined,
    async read(path) {
      const file = join(root, path);
      try {
        const target = await realpath(file);
        // The spec of a stranger must not bring a file of this machine into a report.
        if (!target.startsWith(root + sep)) {
          throw new ReviewError(`${path} is a symbolic link to ${target}, which is not in the repository.`);
        }
        return decodeText(await readFile(target), path);
      } catch (error) {
        if (isAbsence(error)) return undefined;
        if (isDenied(error)) throw new ReviewError(`${path} cannot be read: permission denied.`);
        throw error;
      }
    },
    async list(folder = "") {
      const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
      const paths = folder === "" ? [] : ["--", folder];
      const files = splitAtNulls(await runGit(root, [...args, ...paths]));
      return files.filter((file) => existsSync(join(root, file))).toSorted();
    },
  };
}

function isAbsence(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EISDIR"].includes(codeOf(error));
}

function isDenied(error: unknown): boolean {
  return ["EACCES", "EPERM"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
