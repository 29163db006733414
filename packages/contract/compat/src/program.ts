import { flag, type Program, repeatable } from "@completions-api/command-line";
import { readEndpoint } from "./targets/endpoint.ts";
import type { CompatTarget } from "./targets/target.ts";

/** The options of `npx pnpm@12 compat`. */
export interface CompatOptions {
  /** Ids of servers. */
  readonly only: readonly string[];
  readonly endpoint: readonly CompatTarget[];
  readonly list: boolean;
}

/** The command line of `npx pnpm@12 compat`. */
export const program: Program<CompatOptions> = {
  name: "compat",
  version: "0.0.0",
  summary:
    "Runs the contract suite on servers that others wrote, and writes docs/compatibility.md, .html and .json.",
  options: {
    only: repeatable({
      valueName: "ID",
      description: "Run the suite on this server. Repeat it for several. The others keep their columns.",
      defaultText: "all servers",
      read: (id) => id,
    }),
    endpoint: repeatable({
      valueName: "NAME=URL",
      description:
        "Run it on a server that runs already. A URL that ends with /v1 is for OpenAI's clients. COMPLETIONS_TOKEN is its token.",
      read: readEndpoint,
    }),
    list: flag("Print the servers."),
  },
  exitCodes: { 0: "the suite ran on every server", 1: "a server could not be started" },
};
