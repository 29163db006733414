import type { FileProblem, Path, YamlFile } from "@completions-api/command-line/yaml";
import type { ErrorObject } from "ajv/dist/2020.js";
import type { Config } from "../generated/config.ts";
import { validate } from "../generated/config-check.js";
import { describeSchemaError } from "./describe-schema-error.ts";

/** The result of checking a configuration against the schema. */
export type SchemaCheck =
  | { readonly valid: true; readonly config: Config }
  | { readonly valid: false; readonly problems: readonly FileProblem[] };

/** Checks the value of a file against the schema, and fills in the schema's defaults. */
export function checkSchema({ value, problemAt }: YamlFile): SchemaCheck {
  const config = structuredClone(value);
  if (validate(config)) return { valid: true, config };
  const problems = (validate.errors ?? []).flatMap((error) => {
    const problem = describeSchemaError(error);
    if (problem === undefined) return [];
    const path = [...toPath(error, value), ...(problem.name === undefined ? [] : [problem.name])];
    return [problemAt(path, problem.message, problem.at)];
  });
  return { valid: false, problems };
}

/** Converts the JSON pointer of an error into a path, in which the indices of arrays are numbers. */
function toPath({ instancePath }: ErrorObject, root: unknown): Path {
  let value = root;
  return instancePath
    .split("/")
    .slice(1)
    .map((part) => {
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const key = Array.isArray(value) ? Number(name) : name;
      value = Object(value)[key];
      return key;
    });
}
