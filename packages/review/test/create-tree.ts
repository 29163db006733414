import type { Tree } from "../src/git/tree.ts";

/** Creates a tree of files that exist only in a test. */
export function createTree(files: Readonly<Record<string, string>>, name = "a test"): Tree {
  const paths = Object.keys(files).toSorted();
  return {
    name,
    commit: undefined,
    read: async (path) => files[path],
    list: async (folder) => paths.filter((path) => folder === undefined || path.startsWith(`${folder}/`)),
  };
}
