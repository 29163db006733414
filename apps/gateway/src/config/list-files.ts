import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseYaml } from "@completions-api/command-line/yaml";
import { findStrings } from "./find-values.ts";

/** The places at which a configuration names files. */
const named = [
  ["filter", "file"],
  ["deployments", "*", "ca"],
] as const;

/** Lists a configuration file, and the files that it names, if it can be read: their absolute paths. */
export async function listFiles(file: string): Promise<readonly string[]> {
  const folder = dirname(resolve(file));
  try {
    const { value } = parseYaml(await readFile(file));
    const names = named.flatMap((pattern) => findStrings(value, pattern));
    return [resolve(file), ...names.map(({ value: name }) => resolve(folder, name))];
  } catch {
    return [resolve(file)];
  }
}
