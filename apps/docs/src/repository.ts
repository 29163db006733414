import { readFileSync } from "node:fs";
import manifest from "../../../packages/client/package.json" with { type: "json" };

const root = new URL("../../../", import.meta.url);

/** The address of the repository for people, without a slash at its end. */
export const repositoryUrl: string = manifest.repository.url.replace(/^git\+/, "").replace(/\.git$/, "");

/**
 * Reads a text file of the repository. Only for the build.
 *
 * @param path - from the repository's root: `packages/client/README.md`.
 */
export function readRepositoryFile(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}
