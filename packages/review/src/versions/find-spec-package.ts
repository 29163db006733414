import { posix } from "node:path";
import type { Tree } from "../git/tree.ts";

/** The npm package that publishes a spec. */
export interface SpecPackage {
  readonly name: string;
  readonly version: string;
}

/** Finds the package that contains a file: the nearest one above it that has a name and a version. */
export async function findSpecPackage(tree: Tree, file: string): Promise<SpecPackage | undefined> {
  for (const folder of foldersAbove(file)) {
    const text = await tree.read(posix.join(folder, "package.json"));
    if (text === undefined) continue;
    const { name, version } = parseObject(text);
    if (typeof name === "string" && typeof version === "string") return { name, version };
  }
  return undefined;
}

/** Returns the folders that contain a file, the nearest first, as paths from the root of the repository. */
export function foldersAbove(file: string): string[] {
  const parts = posix.dirname(file) === "." ? [] : posix.dirname(file).split("/");
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join("/")), ""];
}

/** Parses a file of JSON. A file that is none counts as an empty object: other tools say what is wrong with it. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
