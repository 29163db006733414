import { readFile } from "node:fs/promises";
import { apiCompare } from "api-smart-diff";
import { type Case, readDocument } from "../corpus.ts";
import type { Peer } from "../peer.ts";
import { toBreak } from "../to-break.ts";

/** api-smart-diff with its own rules. Its options only change the form of the result. */
export async function createApiSmartDiff(): Promise<Peer> {
  const manifest = new URL("../package.json", import.meta.resolve("api-smart-diff"));
  const { version } = JSON.parse(await readFile(manifest, "utf8"));
  return {
    name: `api-smart-diff ${version}`,
    async findBreaks({ base, head }: Case) {
      const { diffs } = apiCompare(await readDocument(base), await readDocument(head));
      return diffs.filter(({ type }) => type === "breaking").map(({ path }) => toBreak(path.join("/")));
    },
  };
}
