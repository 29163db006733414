import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { findBlob } from "./read-blobs.ts";
import { runGit } from "./run-git.ts";
import type { Tree } from "./tree.ts";

/** Returns the numbers of a file's lines in `head` that `base` does not have: all of them if the file is new. */
export async function findChangedLines(
  root: string,
  base: Tree,
  head: Tree,
  file: string,
  baseFile: string,
): Promise<ReadonlySet<number>> {
  const text = await head.read(file);
  if (text === undefined) return new Set();
  const before = base.commit === undefined ? undefined : await findBlob(root, base.commit, baseFile);
  if (before === undefined) return new Set(text.split("\n").map((_, index) => index + 1));
  const after =
    head.commit === undefined
      ? ["--", await realpath(join(root, file))]
      : [(await findBlob(root, head.commit, file)) ?? before];
  const options = ["--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-cr-at-eol"];
  const difference = await runGit(root, ["diff", ...options, before, ...after]);
  const changed = new Set<number>();
  for (const [, start, count] of difference.toString().matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)) {
    for (let index = 0; index < Number(count ?? 1); index += 1) changed.add(Number(start) + index);
  }
  return changed;
}
