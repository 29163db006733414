import { ReviewError } from "../review-error.ts";
import { runGit, tryGit } from "./run-git.ts";

/**
 * Reads files of a commit with one run of git, whatever their number.
 *
 * @returns a file's bytes, or undefined if the commit does not have it, in the order of `paths`.
 */
export async function readBlobs(
  root: string,
  commit: string,
  paths: readonly string[],
): Promise<(Buffer | undefined)[]> {
  const input = paths.map((path) => `${commit}:${path}\n`).join("");
  const output = await runGit(root, ["cat-file", "--batch", "--follow-symlinks"], { input });
  const blobs: (Buffer | undefined)[] = [];
  let position = 0;
  for (const path of paths) {
    const lineEnd = output.indexOf("\n", position);
    const header = output.subarray(position, lineEnd).toString();
    position = lineEnd + 1;
    const size = Number(/ (\d+)$/.exec(header)?.[1] ?? Number.NaN);
    if (/^(symlink|loop|notdir|dangling) \d+$/.test(header)) {
      // The rest of the line is the path at which git gave up.
      const target = output.subarray(position, position + size).toString();
      position += size + 1;
      if (header.startsWith("dangling") || header.startsWith("notdir")) blobs.push(undefined);
      else throw new ReviewError(`${path} is a symbolic link to ${target}, which is not in the repository.`);
    } else if (/ \w+ \d+$/.test(header) && !header.endsWith(" missing")) {
      const isBlob = / blob \d+$/.test(header);
      blobs.push(isBlob ? output.subarray(position, position + size) : undefined);
      position += size + 1;
    } else blobs.push(undefined);
  }
  return blobs;
}

/** Returns the id of a file's content in a commit, or undefined if the commit does not have the file. */
export async function findBlob(root: string, commit: string, path: string): Promise<string | undefined> {
  const args = ["cat-file", "--batch-check", "--follow-symlinks"];
  const { stdout } = await tryGit(root, args, { input: `${commit}:${path}\n` });
  return /^([0-9a-f]+) blob \d+$/.exec(stdout.toString().trim())?.[1];
}
