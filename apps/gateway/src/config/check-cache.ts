import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { findValues } from "./find-values.ts";

/** Checks that what is set for the cache has an effect, and that its store is there. */
export function checkCache({ value: root, problemAt }: YamlFile): readonly FileProblem[] {
  const { cache, redis, deployments } = Object(root);
  const { store, bytes, bytesPerCaller } = Object(cache);
  const problems: FileProblem[] = [];
  const isUsed = findValues(deployments, ["*", "cache"]).some(({ value }) => value === true);
  if (cache !== undefined && !isUsed) {
    problems.push(problemAt(["cache"], "has no effect: add `cache: true` to a deployment, or remove it."));
  }
  if (store === "redis") {
    if (redis === undefined) problems.push(problemAt(["cache", "store"], "needs `redis`. Add it."));
    for (const name of ["bytes", "bytesPerCaller"]) {
      if (!(name in Object(cache))) continue;
      const problem = "has no effect with `store: redis`. Set `maxmemory` in Redis, and remove it.";
      problems.push(problemAt(["cache", name], problem));
    }
  } else if (bytesPerCaller > bytes) {
    problems.push(problemAt(["cache", "bytesPerCaller"], "must be at most `bytes`."));
  }
  return problems;
}
