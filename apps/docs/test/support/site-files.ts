import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The folder of the built site. Turbo builds it before the tests. */
export const siteFolder: URL = new URL("../../dist/", import.meta.url);

/** The paths of all files of the site, such as `guides/index.html`. */
export const siteFiles: ReadonlySet<string> = new Set(
  readdirSync(siteFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(siteFolder.pathname, join(parentPath, name))),
);

/** Reads a file of the site. */
export function readSiteFile(path: string): string {
  return readFileSync(new URL(path, siteFolder), "utf8");
}

/** The paths of all pages: empty for the home page, and with a slash at the end for the others. */
export const pagePaths: readonly string[] = [...siteFiles]
  .filter((path) => /(^|\/)index\.html$/.test(path))
  .map((path) => path.slice(0, -"index.html".length))
  .sort();
