import { readFile } from "node:fs/promises";
import type { Change, Judgement, Tree } from "@completions-api/review";
import type { Case } from "./corpus.ts";

type ReviewModule = typeof import("@completions-api/review");

/** Returns a function that reviews a case with the build of a checkout. */
export async function openReview(root: URL): Promise<(given: Case) => Promise<Judgement>> {
  const module: ReviewModule = await import(new URL("packages/review/dist/index.js", root).href);
  const { compareDocuments, judgeChanges, loadDocument } = module;
  return async ({ base, head }) => {
    const documents = [treeOf("the base", base), treeOf("the head", head)] as const;
    const [before, after] = await Promise.all([
      loadDocument(documents[0], file),
      loadDocument(documents[1], file),
    ]);
    const { changes } = await compareDocuments(before, after);
    return judgeChanges(changes.map(withoutApproval));
  };
}

const file = "openapi.yaml";

/** Both sides have the same path, as in two commits. */
function treeOf(name: string, path: string): Tree {
  return {
    name,
    commit: undefined,
    read: async (name) => (name === file ? readFile(path, "utf8") : undefined),
    list: async () => [file],
  };
}

function withoutApproval(change: Change) {
  return { ...change, fingerprint: "", approval: undefined };
}
