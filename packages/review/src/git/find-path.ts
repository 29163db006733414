import { isAbsolute, posix, relative, sep } from "node:path";
import { ReviewError } from "../review-error.ts";
import type { Repository } from "./open-repository.ts";

/** Returns the path in a repository of a file that a user names: from the folder that was opened, or an absolute one. */
export function findPath({ root, prefix }: Repository, given: string): string {
  const path = isAbsolute(given) ? relative(root, given) : prefix + given;
  const file = posix.normalize(path.split(sep).join("/"));
  if (file === ".." || file.startsWith("../") || isAbsolute(file)) {
    throw new ReviewError(`${given} is not in the repository ${root}.`);
  }
  return file;
}
