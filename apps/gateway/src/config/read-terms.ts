import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { ConfigProblem } from "./config-error.ts";
import { describeFileError } from "./describe-file-error.ts";
import { findStrings } from "./find-values.ts";
import type { YamlFile } from "./parse-yaml.ts";

/** Reads the terms, one a line, of the file that `filter.file` names. */
export async function readTerms(
  { value, problemAt }: YamlFile,
  configFile: string,
): Promise<{ readonly terms: readonly string[]; readonly problems: readonly ConfigProblem[] }> {
  const [named] = findStrings(value, ["filter", "file"]);
  if (named === undefined) return { terms: [], problems: [] };
  try {
    const text = await readFile(resolve(dirname(configFile), named.value), "utf8");
    const lines = text.split("\n").map((line) => line.trim());
    return { terms: lines.filter((line) => line !== ""), problems: [] };
  } catch (error) {
    const message = `names a file that cannot be read: ${describeFileError(error)}.`;
    return { terms: [], problems: [problemAt(named.path, message)] };
  }
}
