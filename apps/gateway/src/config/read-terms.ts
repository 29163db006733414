import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import {
  decodeText,
  describeFileError,
  type FileProblem,
  type YamlFile,
} from "@completions-api/command-line/yaml";
import { createTermFilter } from "../content-filter/term-filter.ts";
import { findStrings } from "./find-values.ts";

/** The terms of the content filter, and the problems in them. */
export interface Terms {
  readonly terms: readonly string[];
  readonly problems: readonly FileProblem[];
}

/** Reads the terms in `filter.terms`, and those in the file that `filter.file` names, one per line. */
export async function readTerms({ value, problemAt }: YamlFile, configFile: string): Promise<Terms> {
  const configured = findStrings(value, ["filter", "terms", "*"]);
  const terms = configured.map((found) => found.value);
  const problems = configured.flatMap(({ path, value }) => {
    // The schema reports an empty string.
    if (value === "" || isSearchable(value)) return [];
    return [problemAt(path, "has no character that the filter can search for.")];
  });
  for (const { path, value: file } of findStrings(value, ["filter", "file"])) {
    try {
      const { text, invalidAt } = decodeText(await readFile(resolve(dirname(configFile), file)));
      if (invalidAt !== undefined) {
        const line = text.slice(0, invalidAt).split("\n").length;
        problems.push(
          problemAt(path, `names a file whose line ${line} is not text in UTF-8. Save it as UTF-8.`),
        );
      }
      for (const [index, line] of text.split("\n").entries()) {
        if (line.trim() === "") continue;
        terms.push(line.trim());
        if (isSearchable(line)) continue;
        const message = `names a file whose line ${index + 1} has no character that the filter can search for.`;
        problems.push(problemAt(path, message));
      }
    } catch (error) {
      problems.push(problemAt(path, `names a file that cannot be read: ${describeFileError(error)}.`));
    }
  }
  return { terms, problems };
}

function isSearchable(term: string): boolean {
  try {
    createTermFilter([term]);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
