import { join } from "node:path";

const packages = join(import.meta.dirname, "../runtimes/node_modules");

/** How to install a missing runtime. */
export const runtimesHint = "run `npx pnpm@12 runtimes`";

/** The versions of Node that the packages run on. */
export const nodeVersions = [20, 22, 24, 26] as const;

/** Returns the path of a version of Node, which may not be installed. */
export function nodeBinary(version: (typeof nodeVersions)[number]): string {
  return runtimeFile(`node${version}/bin/node`);
}

/**
 * Returns the path of a file among the runtimes, which may not be installed.
 *
 * @param path - begins with the name of the package, such as `bun/bin/bun.exe`.
 */
export function runtimeFile(path: string): string {
  return join(packages, path);
}
