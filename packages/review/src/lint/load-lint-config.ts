import { posix } from "node:path";
import { type Config, createConfig, loadConfig } from "@redocly/openapi-core";
import { TreeResolver } from "../document/tree-resolver.ts";
import type { Tree } from "../git/tree.ts";

/**
 * Loads the linter's configuration that is next to a spec, or in the root of the repository. Without one, Redocly's
 * recommended rules apply. Plugins are code with its own dependencies, so they come from the work tree.
 */
export async function loadLintConfig(tree: Tree, root: string, file: string): Promise<Config> {
  for (const path of new Set([posix.join(posix.dirname(file), "redocly.yaml"), "redocly.yaml"])) {
    if ((await tree.read(path)) === undefined) continue;
    return loadConfig({
      configPath: posix.join(root, path),
      externalRefResolver: new TreeResolver(tree, root),
    });
  }
  return createConfig({ extends: ["recommended"] }, { configPath: posix.join(root, "redocly.yaml") });
}
