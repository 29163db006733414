import { posix } from "node:path";
import { type Config, getLineColLocation, lint } from "@redocly/openapi-core";
import { TreeResolver } from "../document/tree-resolver.ts";
import type { Tree } from "../git/tree.ts";
import type { PlacedProblem } from "./find-introduced.ts";

/** Lints a document of a tree with Redocly. */
export async function lintDocument(
  tree: Tree,
  root: string,
  file: string,
  config: Config,
): Promise<readonly PlacedProblem[]> {
  const externalRefResolver = new TreeResolver(tree, root);
  const problems = await lint({ ref: posix.join(root, file), config, externalRefResolver });
  return problems.flatMap(({ ruleId, severity, message, location: [location], ignored }) => {
    if (ignored === true) return [];
    const path = location === undefined ? file : posix.relative(root, location.source.absoluteRef);
    const line = location === undefined ? 1 : getLineColLocation(location).start.line;
    const place = `${path}${location?.pointer ?? ""}`;
    return [{ rule: ruleId, severity, message, source: { file: path, line }, place }];
  });
}
