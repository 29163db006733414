import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { createTermFilter } from "../content-filter/term-filter.ts";
import type { ConfigProblem } from "./config-error.ts";
import { describeFileError } from "./describe-file-error.ts";
import { findStrings } from "./find-values.ts";
import type { YamlFile } from "./parse-yaml.ts";

/** Terms of the content filter, and what is wrong with them. */
export interface Terms {
  readonly terms: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/** Reads the terms in `filter.terms`, and those in the file that `filter.file` names, one a line. */
export async function readTerms({ value, problemAt }: YamlFile, configFile: string): Promise<Terms> {
  const own = findStrings(value, ["filter", "terms", "*"]);
  const terms = own.map((found) => found.value);
  const problems = own.flatMap(({ path, value }) => {
    return value === "" || canBeFound(value) ? [] : [problemAt(path, "has no character that can be found.")];
  });
  for (const { path, value: file } of findStrings(value, ["filter", "file"])) {
    try {
      const text = await readFile(resolve(dirname(configFile), file), "utf8");
      for (const [index, line] of text.split("\n").entries()) {
        if (line.trim() === "") continue;
        terms.push(line.trim());
        if (canBeFound(line)) continue;
        const message = `names a file whose line ${index + 1} has no character that can be found.`;
        problems.push(problemAt(path, message));
      }
    } catch (error) {
      problems.push(problemAt(path, `names a file that cannot be read: ${describeFileError(error)}.`));
    }
  }
  return { terms, problems };
}

function canBeFound(term: string): boolean {
  try {
    createTermFilter([term]);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
