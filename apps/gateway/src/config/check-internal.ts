import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { findStrings, findValues } from "./find-values.ts";

/** Checks that callers do not depend on internal deployments, and have others. */
export function checkInternal({ value: root, problemAt }: YamlFile): readonly FileProblem[] {
  const all = findValues(root, ["deployments", "*"]);
  const internal = findValues(root, ["deployments", "*", "internal"])
    .filter(({ value }) => value === true)
    .map(({ path }) => String(path.at(-2)));
  const used = [
    ...findStrings(root, ["defaultDeployment"]),
    ...findStrings(root, ["keys", "*", "deployments", "*"]),
    ...findStrings(root, ["tokens", "*", "deployments", "*"]),
  ].filter(({ value }) => internal.includes(value));
  return [
    ...used.map(({ path }) =>
      problemAt(path, "is internal, so no caller may name it. Name another deployment."),
    ),
    ...(internal.length > 0 && internal.length === all.length
      ? [problemAt(["deployments"], "are all internal. Callers need one without `internal`.")]
      : []),
  ];
}
