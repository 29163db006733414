import type { FileProblem, YamlFile } from "@completions-api/command-line/yaml";
import { createCompletionRequestParameters } from "@completions-api/validators/openai";
import { isOverriding } from "../is-overriding.ts";
import { findStrings } from "./find-values.ts";

const parameters: readonly string[] = createCompletionRequestParameters;

/** Checks that the extra parameters that may pass to a deployment are none that the gateway sets or bounds itself. */
export function checkExtraParameters({ value: root, problemAt }: YamlFile): readonly FileProblem[] {
  return findStrings(root, ["deployments", "*", "extraParameters", "*"]).flatMap(({ path, value }) => {
    // An extra parameter of `/completions` that the gateway knows and bounds.
    if (value === "best_of" || !isOverriding(value)) return [];
    const problem = parameters.includes(value)
      ? "is not an extra parameter, but one of the API. Remove it, or list it in `parameters`."
      : "could override a parameter that the gateway sets or bounds itself, and never passes. Remove it.";
    return [problemAt(path, problem)];
  });
}
