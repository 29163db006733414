import { posix } from "node:path";
import { BaseResolver, ResolveError, Source } from "@redocly/openapi-core";
import type { Tree } from "../git/tree.ts";

/** Reads files for Redocly, which knows them by absolute paths: those of a tree, and others from the disk. */
export class TreeResolver extends BaseResolver {
  readonly #tree: Tree;
  readonly #root: string;

  /** @param root - the folder that Redocly takes for the root of the tree. */
  constructor(tree: Tree, root: string) {
    super();
    this.#tree = tree;
    this.#root = root;
  }

  override resolveExternalRef(base: string | null, reference: string): string {
    return posix.resolve(base === null ? this.#root : posix.dirname(base), reference);
  }

  override async loadExternalRef(path: string): Promise<Source> {
    const relative = posix.relative(this.#root, path);
    // Configurations may extend those of packages.
    if (/(?:^|\/)node_modules\//.test(relative)) return super.loadExternalRef(path);
    const text = relative.startsWith("../") ? undefined : await this.#tree.read(relative);
    if (text === undefined)
      throw new ResolveError(new Error(`${relative} does not exist in ${this.#tree.name}`));
    return new Source(path, text.replaceAll("\r\n", "\n"));
  }
}
