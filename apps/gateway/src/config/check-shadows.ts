import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { findStrings, findValues } from "./find-values.ts";

/** Checks that requests are copied to another deployment, and copies are not copied again. */
export function checkShadows({ value: root, problemAt }: YamlFile): readonly FileProblem[] {
  return findStrings(root, ["deployments", "*", "shadow", "deployment"]).flatMap(({ path, value }) => {
    const [, name] = path;
    if (value === name) return [problemAt(path, "is the deployment itself. Name another one.")];
    if (findValues(root, ["deployments", value, "shadow"]).length === 0) return [];
    return [problemAt(path, "has a `shadow` itself, but copies are not copied again. Name one without.")];
  });
}
