import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { findValues } from "./find-values.ts";

/** Checks that no deployment has a `prefixLength` that it does not use. */
export function checkBalancing({ value: root, problemAt }: YamlFile): readonly FileProblem[] {
  return findValues(root, ["deployments", "*"]).flatMap(({ path, value }) =>
    Object(value).balancing === "prefix"
      ? []
      : findValues(value, ["prefixLength"]).map(() =>
          problemAt(
            [...path, "prefixLength"],
            "has no effect without `balancing: prefix`. Add that, or remove it.",
          ),
        ),
  );
}
