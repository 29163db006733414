import { readFile } from "node:fs/promises";
import type { Config } from "../generated/config.ts";
import { checkCredentials } from "./check-credentials.ts";
import { checkReferences } from "./check-references.ts";
import { checkSchema } from "./check-schema.ts";
import { ConfigError } from "./config-error.ts";
import { parseYaml } from "./parse-yaml.ts";
import { readTerms } from "./read-terms.ts";

/** What a configuration is read from. */
export interface ConfigSource {
  /** The file; without one, there is one deployment on the embedded engine. */
  readonly file?: string;
  /** In the place of the file's `listen.host`. */
  readonly host?: string;
  /** In the place of the file's `listen.port`. */
  readonly port?: number;
}

const withoutFile = "deployments: { default: { engine: embedded } }";

/**
 * Reads and checks a configuration: its syntax, its schema, and that what it names is there.
 *
 * @param environment - with the secrets that the configuration names.
 * @returns the configuration with the schema's defaults, and in `filter.terms` those of `filter.file`, too.
 * @throws ConfigError with all problems that it has. Error of `node:fs` where the file cannot be read.
 */
export async function readConfig(
  { file, host, port }: ConfigSource,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Config> {
  const yaml = parseYaml(file === undefined ? withoutFile : await readFile(file, "utf8"));
  if (yaml.problems.length > 0) throw new ConfigError(file, yaml.problems);

  const checked = checkSchema(yaml);
  const { terms, problems } = await readTerms(yaml, file ?? "");
  const all = [
    ...(checked.valid ? [] : checked.problems),
    ...checkReferences(yaml, environment),
    ...checkCredentials(yaml, host),
    ...problems,
  ];
  if (!checked.valid || all.length > 0) throw new ConfigError(file, all);
  const { config } = checked;
  if (config.filter) config.filter.terms = [...terms];
  config.listen.host = host ?? config.listen.host;
  config.listen.port = port ?? config.listen.port;
  return config;
}
