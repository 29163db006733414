import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import schema from "../../config.schema.json" with { type: "json" };
import type { Config } from "../generated/config.ts";
import type { ConfigProblem } from "./config-error.ts";
import { describeFault } from "./describe-fault.ts";
import type { Path, YamlFile } from "./parse-yaml.ts";

/** The value of a configuration file once the schema has nothing against it. */
export type SchemaCheck =
  | { readonly valid: true; readonly config: Config }
  | { readonly valid: false; readonly problems: readonly ConfigProblem[] };

// `verbose` has each error hold the schema that it comes from, whose words are used.
const ajv = new Ajv2020({ allErrors: true, useDefaults: true, discriminator: true, verbose: true });
// Editors show it, too.
ajv.addVocabulary(["patternErrorMessage"]);
const validate = ajv.compile<Config>(schema);

/** Holds the value of a file against the schema, and fills in the schema's defaults. */
export function checkSchema({ value, problemAt }: YamlFile): SchemaCheck {
  const config = structuredClone(value);
  if (validate(config)) return { valid: true, config };
  const problems = (validate.errors ?? []).flatMap((error) => {
    const fault = describeFault(error);
    if (fault === undefined) return [];
    const path = [...toPath(error, value), ...(fault.name === undefined ? [] : [fault.name])];
    return [problemAt(path, fault.message, fault.at)];
  });
  return { valid: false, problems };
}

/** Where an error is, with the indices of arrays as numbers. */
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
