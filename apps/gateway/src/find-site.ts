import { existsSync } from "node:fs";
import { UsageError } from "@completions-api/command-line";
import type { Config } from "./generated/config.ts";
import { isLoopback } from "./network/is-loopback.ts";

/** The copy of the site that the build puts beside the built code. From source there may be none. */
const builtSite = new URL("../dist/site/", import.meta.url);

/**
 * Finds the folder of the site that a gateway serves: on loopback if it is built, elsewhere if the configuration says so.
 *
 * @returns undefined if the gateway serves none.
 * @throws UsageError if the configuration asks for the site, but it is not built.
 */
export function findSite(
  { site, listen }: Pick<Config, "site" | "listen">,
  folder: URL = builtSite,
): URL | undefined {
  if (!(site ?? isLoopback(listen.host))) return undefined;
  if (existsSync(new URL("index.html", folder))) return folder;
  if (site)
    throw new UsageError(
      "The configuration asks for the site, but it is not built. Build it: npx pnpm@12 build.",
    );
  return undefined;
}
