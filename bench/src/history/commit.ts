import { execFileSync } from "node:child_process";

/** Pathspecs of the files that are not measured: the bench writes them itself. */
const written = [":!bench/history.jsonl", ":!apps/gateway/docs/figures"];

/** Returns the commit of a checkout, and whether it has changes that are not committed. */
export function readCommit(root: URL): { readonly commit: string; readonly isChanged: boolean } {
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  return {
    commit: git("rev-parse", "HEAD"),
    isChanged: git("status", "--porcelain", "--", ".", ...written) !== "",
  };
}
