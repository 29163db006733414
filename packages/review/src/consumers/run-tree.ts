import { copyFile, cp, mkdir, mkdtemp, readdir, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readBlobs } from "../git/read-blobs.ts";
import type { Tree } from "../git/tree.ts";
import type { Cleanup } from "./run-cleanup.ts";
import { runProcess } from "./run-process.ts";

/** The packages of one side, ready to run from source. */
export interface RunTree {
  /** `base` or `head`. */
  readonly side: "base" | "head";
  readonly folder: string;
  /** Returns the absolute path of a file or folder in it. */
  path(path: string): string;
}

/**
 * Puts the packages of one side into a folder of their own, with the dependencies that the repository has installed, and
 * builds what source code reads from `dist`. The packages find each other's source by the condition
 * `@completions-api/source`, so nothing else needs a build.
 *
 * @throws Error if a generator or the bundler refuses the spec.
 */
export async function createRunTree(
  root: string,
  tree: Tree,
  side: "base" | "head",
  cleanup: Cleanup,
): Promise<RunTree> {
  // Not below `node_modules`, where Node.js runs no TypeScript.
  const folder = await realpath(await mkdtemp(join(tmpdir(), `spec-review-${side}-`)));
  cleanup.addFolder(folder);
  await writeFiles(root, tree, folder);
  await linkDependencies(root, folder);
  const run = async (directory: string, ...args: string[]) => {
    const { exitCode, stdout, stderr } = await runProcess(join(folder, directory), args, cleanup.signal);
    if (exitCode === 0) return;
    const output = `${stderr}\n${stdout}`.trim().slice(-500);
    throw new Error(`${args[0]} in ${directory} of the ${side} failed:\n${output}`);
  };
  const buildSpec = async () => {
    await run("spec", "node_modules/@redocly/cli/bin/cli.js", "bundle", "openapi.yaml", "--output", bundle);
    await run("spec", "bundling/write-bundles.ts");
    // A reviewer may not have run `generate` yet. What is in git of the base has passed the drift check.
    if (side === "base") return;
    await run("packages/types", "scripts/generate.ts");
    await run("packages/validators", "scripts/generate.ts");
  };
  await Promise.all([buildSpec(), run("packages/engine", "scripts/build-model.ts")]);
  return { side, folder, path: (path) => join(folder, path) };
}

const bundle = "dist/openapi.json";

/** Says whether a side has the packages whose tests can be run, as this repository does. */
export async function hasPackages(tree: Tree): Promise<boolean> {
  const files = ["packages/client/package.json", "packages/contract/src/cli.ts", "packages/mock/src/cli.ts"];
  const texts = await Promise.all(files.map((file) => tree.read(file)));
  return texts.every((text) => text !== undefined);
}

async function writeFiles(root: string, tree: Tree, folder: string): Promise<void> {
  const files = (await tree.list()).filter(isNeeded);
  const folders = new Set(files.map((file) => dirname(join(folder, file))));
  for (const directory of folders) await mkdir(directory, { recursive: true });
  if (tree.commit === undefined) {
    await Promise.all(files.map((file) => copyFile(join(root, file), join(folder, file))));
    return;
  }
  const blobs = await readBlobs(root, tree.commit, files);
  await Promise.all(files.map((file, index) => writeFile(join(folder, file), blobs[index] ?? Buffer.of())));
}

/** Leaves out what no package reads: applications, examples, and this package with its corpus. */
function isNeeded(file: string): boolean {
  if (!file.includes("/")) return file !== "node_modules";
  return /^(?:packages|scripts|spec)\//.test(file) && !file.startsWith("packages/review/");
}

/** Gives a tree the repository's dependencies. Those of a package are relative links, which lead into the tree. */
async function linkDependencies(root: string, folder: string): Promise<void> {
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const names = await readdir(join(folder, "packages"));
  for (const directory of ["spec", ...names.map((name) => `packages/${name}`)]) {
    await cp(join(root, directory, "node_modules"), join(folder, directory, "node_modules"), {
      recursive: true,
      verbatimSymlinks: true,
    }).catch((error: NodeJS.ErrnoException) => {
      // A package of the base that the head no longer has is not installed.
      if (error.code !== "ENOENT") throw error;
    });
  }
}
