import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Effect, PromiseName, Verdict } from "@completions-api/review";
import { parse } from "yaml";

/** An edit of a small spec, from `packages/review/corpus`. */
export interface Case {
  readonly name: string;
  /** Paths of the two documents. */
  readonly base: string;
  readonly head: string;
  readonly expected: {
    readonly verdict: Verdict;
    readonly promises: Readonly<Record<PromiseName, Effect>>;
  };
}

/** Reads the cases below the root folder of a checkout. */
export async function readCorpus(root: URL): Promise<readonly Case[]> {
  const folder = new URL("packages/review/corpus/", root);
  const entries = await readdir(folder, { withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const file = (side: string) => new URL(`${name}/${side}.yaml`, folder);
        const expected: Case["expected"] = parse(await readFile(file("expect"), "utf8"));
        return { name, base: fileURLToPath(file("base")), head: fileURLToPath(file("head")), expected };
      }),
  );
}

/** Reads a document of a case. */
export async function readDocument(path: string): Promise<Record<string, unknown>> {
  return parse(await readFile(path, "utf8"));
}
