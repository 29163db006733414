import { existsSync } from "node:fs";

/** The copy of the site that the build puts beside the built code. */
const folder = new URL("../dist/site/", import.meta.url);

/** Finds the folder of the site. From source there may be none. */
export function findBuiltSite(): URL | undefined {
  return existsSync(new URL("index.html", folder)) ? folder : undefined;
}
